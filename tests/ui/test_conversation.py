from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.model import Answer
from tests.ui.answers import ANSWER, CELL, NOT_FOUND, SENTENCE
from ui.conversation import Conversation, OpenPage


def test_a_question_adds_a_turn_and_opens_the_cell_that_its_figure_cites() -> None:
    answer = replace(ANSWER, citations=(replace(SENTENCE, n=1), replace(CELL, n=2)))
    conversation = Conversation().ask("问", lambda question, turns: answer)
    assert conversation.shown_answer == answer
    assert conversation.open_page == OpenPage(replace(CELL, n=2), 15)


def test_an_answer_without_citations_opens_nothing() -> None:
    conversation = Conversation().ask("问", lambda q, t: ANSWER).ask("2022年呢？", lambda q, t: NOT_FOUND)
    assert (conversation.shown, conversation.open_page) == (1, None)


def test_later_questions_know_the_earlier_ones() -> None:
    known: list[Sequence[str]] = []

    def answer(question: str, turns: Sequence[str]) -> Answer:
        known.append(list(turns))
        return ANSWER

    Conversation().ask("一", answer).ask("二", answer).ask("三", answer)
    assert known == [[], ["一"], ["一", "二"]]


def test_a_mark_of_an_earlier_turn_shows_that_turn_again() -> None:
    conversation = Conversation().ask("问", lambda q, t: ANSWER).ask("呢", lambda q, t: NOT_FOUND).cite(0, 2)
    assert (conversation.shown, conversation.open_page) == (0, OpenPage(SENTENCE, 5))


def test_unknown_marks_change_nothing() -> None:
    conversation = Conversation().ask("问", lambda q, t: ANSWER)
    assert [conversation.cite(turn, n) for turn, n in ((0, 9), (5, 1), (-1, 1))] == [conversation] * 3


def test_pages_turn_within_the_document() -> None:
    conversation = Conversation().ask("问", lambda q, t: ANSWER)
    forward = conversation.turn_page(1, 17)
    assert forward.open_page == OpenPage(CELL, 16)
    assert not forward.open_page.shows_the_place
    assert forward.turn_page(9, 17).open_page == OpenPage(CELL, 17)
    assert forward.turn_page(-99, 17).open_page == OpenPage(CELL, 1)
    assert Conversation().turn_page(1, 17) == Conversation()
