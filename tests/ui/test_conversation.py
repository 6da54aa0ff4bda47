from __future__ import annotations

from dataclasses import replace

from tests.ui.answers import ANSWER, CELL, NOT_FOUND, SENTENCE
from ui.conversation import Conversation, OpenPage
from ui.links import Link


def test_a_question_adds_a_turn_and_opens_the_cell_that_its_figure_cites() -> None:
    answer = replace(ANSWER, citations=(replace(SENTENCE, n=1), replace(CELL, n=2)))
    conversation = Conversation().answered("问", answer)
    assert conversation.shown_answer == answer
    assert conversation.open_page == OpenPage(replace(CELL, n=2), 15)


def test_an_answer_without_citations_opens_nothing() -> None:
    conversation = Conversation().answered("问", ANSWER).answered("2022年呢？", NOT_FOUND)
    assert (conversation.shown, conversation.open_page) == (1, None)


def test_the_link_leads_to_the_answer_on_view_and_to_the_open_place() -> None:
    conversation = Conversation().answered("一", ANSWER).answered("二", ANSWER)
    assert conversation.link == Link(("一", "二"), CELL.document_id, 15, 1)
    assert conversation.cite(0, 2).turn_page(1, 17).link == Link(("一",), SENTENCE.document_id, 6, 2)
    assert conversation.answered("2022年呢？", NOT_FOUND).link == Link(("一", "二", "2022年呢？"))
    assert Conversation().link == Link()


def test_a_mark_of_an_earlier_turn_shows_that_turn_again() -> None:
    conversation = Conversation().answered("问", ANSWER).answered("呢", NOT_FOUND).cite(0, 2)
    assert (conversation.shown, conversation.open_page) == (0, OpenPage(SENTENCE, 5))


def test_unknown_marks_change_nothing() -> None:
    conversation = Conversation().answered("问", ANSWER)
    assert [conversation.cite(turn, n) for turn, n in ((0, 9), (5, 1), (-1, 1))] == [conversation] * 3


def test_pages_turn_within_the_document() -> None:
    conversation = Conversation().answered("问", ANSWER)
    forward = conversation.turn_page(1, 17)
    assert forward.open_page == OpenPage(CELL, 16)
    assert not forward.open_page.shows_the_place
    assert forward.turn_page(9, 17).open_page == OpenPage(CELL, 17)
    assert forward.turn_page(-99, 17).open_page == OpenPage(CELL, 1)
    assert Conversation().turn_page(1, 17) == Conversation()
