from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answer import Step
from rag.model import Answer, Status, Verdict
from tests.ui.answers import ANSWER, CELL, NOT_FOUND
from ui.conversation import Conversation
from ui.replies import conversation_html
from ui.texts import load_texts

ZH, EN = load_texts("zh"), load_texts("en")
ATTACK = "<img src=x onerror=alert(1)>\"'${alert(1)}{{1}}"


def _talk(answer: Answer, question: str = "问") -> Conversation:
    return Conversation().answered(question, answer)


def test_the_conversation_shows_question_answer_and_verdict_in_a_plain_word() -> None:
    html = conversation_html(_talk(ANSWER, "接待费？"), ZH)
    assert "接待费？" in html
    assert "<strong>4.00 万元</strong>" in html
    assert "一致</span>" in html
    assert "至少两处独立的地方写的是同一个数" in html
    assert "2 处出处 · 用时 12 毫秒" in html


@pytest.mark.parametrize(
    ("verdict", "sign", "word"),
    [
        (Verdict.CONSISTENT, "✓", "一致"),
        (Verdict.ROUNDING, "≈", "四舍五入内一致"),
        (Verdict.SINGLE_SOURCE, "①", "单一来源"),
        (Verdict.CONFLICT, "≠", "矛盾"),
        (Verdict.UNVERIFIED, "?", "未核实"),
    ],
)
def test_every_verdict_has_its_sign_and_word_and_no_two_share_them(verdict: Verdict, sign: str, word: str) -> None:
    assert f">{sign}</span>{word}</span>" in conversation_html(_talk(replace(ANSWER, verdict=verdict)), ZH)


def test_no_figure_no_badge() -> None:
    html = conversation_html(_talk(replace(NOT_FOUND, status=Status.ANSWERED)), ZH)
    assert "mz-badge" not in html


def test_what_was_not_found_is_said_in_the_interface_language() -> None:
    assert "not found" in conversation_html(_talk(NOT_FOUND), EN)
    assert "没有找到" in conversation_html(_talk(NOT_FOUND), ZH)


def test_choices_can_be_clicked() -> None:
    choices = ("改革协调局2021年？", "政务服务局2021年？")
    text = "请选一个：\n\n- 改革协调局2021年？\n- 政务服务局2021年？"
    html = conversation_html(_talk(replace(NOT_FOUND, status=Status.AMBIGUOUS, text=text, choices=choices)), ZH)
    assert html.count("data-ask=") == 2
    assert "<li>" not in html  # offered once, as buttons
    assert 'data-ask="政务服务局2021年？"' in html


def test_marks_name_their_turn_and_citation() -> None:
    conversation = _talk(NOT_FOUND).answered("接待费", ANSWER)
    html = conversation_html(conversation, ZH)
    assert 'data-turn="1" data-cite="2"' in html
    assert 'data-turn="0"' not in html


def test_a_figure_leads_where_its_mark_leads() -> None:
    html = conversation_html(_talk(ANSWER), ZH)
    assert 'class="mz-figure" data-turn="0" data-cite="1"' in html
    assert "<strong>4.00 万元</strong></button>" in html


def test_an_answer_can_be_passed_on_and_saved() -> None:
    html = conversation_html(_talk(NOT_FOUND, "一").answered("二", ANSWER), ZH)
    assert 'data-copy="?q=%E4%B8%80&amp;q=%E4%BA%8C"' in html
    assert 'href="answer.xlsx?q=%E4%B8%80&amp;q=%E4%BA%8C"' in html
    assert html.count("href=") == 2  # nothing to save of an answer without sources


def test_who_waits_sees_the_question_and_how_far_its_answer_is() -> None:
    html = conversation_html(_talk(ANSWER), ZH, waiting=("还有呢？", Step.CHECKING))
    assert html.count("mz-turn") == 2
    assert '<li class="mz-done">查找</li><li class="mz-now">核对</li>' in html
    assert "成文" not in html


def test_nothing_from_documents_or_questions_becomes_html() -> None:
    citation = replace(CELL, document=ATTACK, quote=ATTACK)
    answer = replace(ANSWER, text=f"{ATTACK} [1]", citations=(citation,), choices=(ATTACK,), model=ATTACK)
    html = conversation_html(_talk(answer, ATTACK), ZH)
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") >= 5
