from __future__ import annotations

from dataclasses import replace

import pytest

from rag.model import Answer, Origin, Status, Verdict
from tests.ui.answers import ANSWER, CELL, FIGURE, NOT_FOUND
from ui.conversation import Conversation
from ui.replies import citations_html, conversation_html, figures_html
from ui.texts import load_texts

ZH, EN = load_texts("zh"), load_texts("en")
ATTACK = "<img src=x onerror=alert(1)>\"'${alert(1)}{{1}}"


def _talk(answer: Answer, question: str = "问") -> Conversation:
    return Conversation().ask(question, lambda q, t: answer)


def test_the_conversation_shows_question_answer_and_verdict_in_a_plain_word() -> None:
    html = conversation_html(_talk(ANSWER, "接待费？"), ZH)
    assert "接待费？" in html
    assert "<strong>4.00 万元</strong>" in html
    assert ">一致</span>" in html
    assert "2 处出处 · 用时 12 毫秒" in html


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        (Verdict.CONSISTENT, "一致"),
        (Verdict.ROUNDING, "四舍五入内一致"),
        (Verdict.SINGLE_SOURCE, "单一来源"),
        (Verdict.CONFLICT, "矛盾"),
        (Verdict.UNVERIFIED, "未核实"),
    ],
)
def test_every_verdict_has_its_badge(verdict: Verdict, word: str) -> None:
    assert f">{word}</span>" in conversation_html(_talk(replace(ANSWER, verdict=verdict)), ZH)


def test_no_figure_no_badge() -> None:
    html = conversation_html(_talk(replace(NOT_FOUND, status=Status.ANSWERED)), ZH)
    assert "mz-badge" not in html


def test_what_was_not_found_is_said_in_the_interface_language() -> None:
    assert "not found" in conversation_html(_talk(NOT_FOUND), EN)
    assert "没有找到" in conversation_html(_talk(NOT_FOUND), ZH)


def test_choices_can_be_clicked() -> None:
    answer = replace(NOT_FOUND, status=Status.AMBIGUOUS, choices=("改革协调局2021年？", "政务服务局2021年？"))
    html = conversation_html(_talk(answer), ZH)
    assert html.count("data-ask=") == 2
    assert 'data-ask="政务服务局2021年？"' in html


def test_marks_name_their_turn_and_citation() -> None:
    conversation = _talk(NOT_FOUND).ask("接待费", lambda q, t: ANSWER)
    html = conversation_html(conversation, ZH)
    assert 'data-turn="1" data-cite="2"' in html
    assert 'data-turn="0"' not in html


def test_the_figures_table_holds_value_unit_verdict_and_sources() -> None:
    html = figures_html(_talk(ANSWER), ZH)
    assert "4.00 万元" in html
    assert "改革协调局<small>2021年 预算</small>" in html
    assert html.count("data-cite=") == 3  # two sources of the figure, one of the check
    assert "相符" in html


def test_checks_are_folded_unless_one_does_not_hold() -> None:
    assert "<details" in (folded := figures_html(_talk(ANSWER), ZH)) and " open=" not in folded
    assert "核对: 相符 1" in folded
    differs = (*ANSWER.checks, replace(ANSWER.checks[0], status="differs"))
    assert '<details class="mz-checks" open="open">' in figures_html(_talk(replace(ANSWER, checks=differs)), ZH)


def test_a_figure_that_was_worked_out_shows_how() -> None:
    figure = replace(FIGURE, origin=Origin.DERIVED, formula="4.00 − 0.35")
    assert "<small>4.00 − 0.35</small>" in figures_html(_talk(replace(ANSWER, figures=(figure,))), ZH)


def test_sources_show_place_and_quote_and_which_is_open() -> None:
    html = citations_html(_talk(ANSWER).cite(0, 2), ZH)
    assert "“三公”经费支出情况表 › 2、公务接待费 › 预算数" in html
    assert "<q>4.00 万元</q>" in html
    assert html.index('aria-pressed="false"') < html.index('aria-pressed="true"')


def test_before_the_first_question_the_evidence_side_says_what_it_is_for() -> None:
    assert "出处" in citations_html(Conversation(), ZH)
    assert figures_html(Conversation(), ZH) == ""


def test_nothing_from_documents_or_questions_becomes_html() -> None:
    citation = replace(CELL, document=ATTACK, quote=ATTACK, table=ATTACK, row=ATTACK, column=ATTACK, unit=ATTACK)
    figure = replace(FIGURE, agency=ATTACK, item=ATTACK, measure=ATTACK, value=ATTACK, unit=ATTACK, formula=ATTACK)
    check = replace(ANSWER.checks[0], rule=ATTACK, stated=ATTACK, derived=ATTACK)
    answer = replace(
        ANSWER, text=ATTACK, figures=(figure,), citations=(citation,), checks=(check,), choices=(ATTACK,), model=ATTACK
    )
    conversation = _talk(answer, ATTACK)
    html = "".join(show(conversation, ZH) for show in (conversation_html, figures_html, citations_html))
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") > 12
