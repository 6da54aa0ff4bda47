from __future__ import annotations

from dataclasses import replace

from rag.model import Answer, Origin
from tests.ui.answers import ANSWER, CELL, FIGURE, SENTENCE
from ui.conversation import Conversation
from ui.proofs import chart_html, citations_html, figures_html
from ui.texts import load_texts

ZH = load_texts("zh")
ATTACK = "<img src=x onerror=alert(1)>\"'${alert(1)}{{1}}"


def _talk(answer: Answer, question: str = "问") -> Conversation:
    return Conversation().answered(question, answer)


def test_the_figures_table_holds_value_unit_verdict_and_sources() -> None:
    html = figures_html(_talk(ANSWER), ZH)
    assert "4.00 万元" in html
    assert "改革协调局<small>2021年 预算</small>" in html
    assert html.count("data-cite=") == 4  # the figure, its two sources, one of the check
    assert "相符" in html


def test_checks_that_hold_are_folded_and_the_others_are_seen_at_once() -> None:
    differs = replace(ANSWER.checks[0], status="differs", stated="9.99 万元")
    html = figures_html(_talk(replace(ANSWER, checks=(*ANSWER.checks, differs))), ZH)
    seen, folded = html[html.index("mz-checks") :].split("<details>")
    assert "9.99 万元" in seen and "9.99 万元" not in folded
    assert "核对: 相符 1 · 不符 1" in folded and folded.count("<li") == 1


def test_the_operands_of_a_figure_that_was_worked_out_lead_to_where_they_stand() -> None:
    change = replace(SENTENCE, quote="比2020年预算数增加0.35万元")
    figure = replace(FIGURE, origin=Origin.DERIVED, formula="4.00 − 0.35 ÷ 7")
    html = figures_html(_talk(replace(ANSWER, figures=(figure,), citations=(CELL, change))), ZH)
    formula = html[html.index("算式：") : html.index("</small>", html.index("算式："))]
    assert [n for n in ("1", "2") if f'data-cite="{n}"' in formula] == ["1", "2"]
    assert formula.endswith("0.35</button> ÷ 7")  # a 7 is stated nowhere, and leads nowhere


def test_a_chart_comes_with_its_unit_its_sources_and_its_numbers_as_a_table() -> None:
    figures = (FIGURE, replace(FIGURE, agency="政务服务局", value="5.00", citations=(2,)))
    html = chart_html(_talk(replace(ANSWER, figures=figures)), ZH)
    assert "单位：万元" in html
    assert html.count('role="button"') == 2
    table = html[html.index("<details>") :]
    assert "5.00 万元" in table and table.count("data-cite=") == 3
    assert chart_html(_talk(ANSWER), ZH) == ""


def test_sources_show_place_and_quote_and_which_is_open() -> None:
    html = citations_html(_talk(ANSWER).cite(0, 2), ZH)
    assert "“三公”经费支出情况表 › 2、公务接待费 › 预算数" in html
    assert "<q>4.00 万元</q>" in html
    assert html.index('aria-pressed="false"') < html.index('aria-pressed="true"')


def test_every_source_can_be_copied_as_a_citation() -> None:
    html = citations_html(_talk(ANSWER), ZH)
    assert "《改革协调局2021》第15页，表““三公”经费支出情况表”，“2、公务接待费”行，“预算数”列，4.00 万元" in html
    assert "《改革协调局2021》第5页，“公务接待费4.00万元。”" in html


def test_before_the_first_question_there_is_no_proof() -> None:
    assert [show(Conversation(), ZH) for show in (figures_html, chart_html, citations_html)] == ["", "", ""]


def test_nothing_from_documents_or_questions_becomes_html() -> None:
    citation = replace(CELL, document=ATTACK, quote=ATTACK, table=ATTACK, row=ATTACK, column=ATTACK, unit=ATTACK)
    figure = replace(FIGURE, agency=ATTACK, item=ATTACK, measure=ATTACK, value=ATTACK, unit=ATTACK, formula=ATTACK)
    other = replace(FIGURE, agency=f"{ATTACK}二", item=ATTACK)
    check = replace(ANSWER.checks[0], rule=ATTACK, stated=ATTACK, derived=ATTACK)
    answer = replace(
        ANSWER,
        text=ATTACK,
        figures=(figure, other),
        citations=(citation,),
        checks=(check,),
        choices=(ATTACK,),
        model=ATTACK,
    )
    conversation = _talk(answer, ATTACK)
    html = "".join(show(conversation, ZH) for show in (figures_html, chart_html, citations_html))
    assert "<img" not in html
    assert html.count("&lt;img src=x onerror=alert(1)&gt;") > 12
