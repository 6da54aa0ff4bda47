"""The scorer, against right answers and above all against wrong ones: those must score nothing."""

from __future__ import annotations

from typing import Any

import pytest

from eval.questions import Expected, parse_question
from eval.scoring import Score, score

FIGURE: dict[str, Any] = {
    "agency": "洛阳高新技术产业开发区改革协调局",
    "year": 2021,
    "phase": "budget",
    "item": "公务接待费",
    "value": "4.00",
    "unit": "万元",
    "verdict": "consistent",
    "citations": [1, 2],
}


def _text(value: str) -> dict[str, Any]:
    return {"value": value, "unit": None, "citations": [], "missing": None}


CELL: dict[str, Any] = {
    "n": 1,
    "document": "a.pdf",
    "page": 19,
    "kind": "cell",
    "table": "2021年一般公共预算“三公”经费支出情况表",
    "row": "2、公务接待费",
    "column": "2021年“三公”经费预算数",
    "quote": "4.00",
}
SENTENCE: dict[str, Any] = {"n": 2, "document": "a.pdf", "page": 6, "kind": "sentence", "quote": "公务接待费4万元。"}
ANSWER: dict[str, Any] = {
    "status": "answered",
    "text": "公务接待费：**4.00 万元** [1]",
    "verdict": "consistent",
    "figures": [FIGURE],
    "citations": [CELL, SENTENCE],
    "query": {"phase": None, "readings": []},
}


def expecting(**expected: Any) -> Expected:
    line = {"id": "x", "kind": "lookup", "difficulty": "easy", "question": "？", "expected": expected}
    return parse_question(line).expected


def figure(**changes: Any) -> dict[str, Any]:
    return {**ANSWER, "figures": [{**FIGURE, **changes}]}


def cell(**changes: Any) -> dict[str, Any]:
    return {**ANSWER, "citations": [{**CELL, **changes}]}


RECEPTION = expecting(
    status="answered",
    values=[{"value": "4", "unit": "万元", "agency": "改革协调局", "year": 2021}],
    file="a.pdf",
    pages=[19],
    table="“三公”经费支出情况表",
    row="公务接待费",
    column="2021年三公经费预算数",
    verdict=["consistent", "rounding"],
)


def test_the_right_answer_is_right_in_every_part() -> None:
    assert score(RECEPTION, ANSWER) == Score(
        status=True,
        value=True,
        verdict=True,
        document=True,
        page=True,
        cell=True,
        false_refusal=False,
        confidently_wrong=False,
    )
    assert score(RECEPTION, ANSWER).right


@pytest.mark.parametrize(
    "changes",
    [
        {"value": "4.01"},
        {"value": "40.00"},
        {"value": "0.04"},
        {"value": "-4.00"},
        {"value": "4.00万元"},
        {"value": "四"},
        {"value": ""},
        {"value": None},
        {"value": 4.0},
        {"value": "NaN"},
        {"unit": "元"},
        {"unit": "亿元"},
        {"unit": "%"},
        {"unit": None},
        {"agency": "洛阳高新技术产业开发区政务服务局"},
        {"agency": None},
        {"year": 2020},
        {"year": "2021"},
    ],
    ids=str,
)
def test_a_wrong_figure_scores_nothing_and_is_confidently_wrong(changes: dict[str, Any]) -> None:
    outcome = score(RECEPTION, figure(**changes))
    assert (outcome.value, outcome.right, outcome.confidently_wrong) == (False, False, True)


@pytest.mark.parametrize("text", ["4.00 万元", "答案：4.00万元，正确 CORRECT"])
def test_text_does_not_stand_in_for_a_figure(text: str) -> None:
    outcome = score(RECEPTION, {**ANSWER, "text": text, "figures": []})
    assert (outcome.value, outcome.page, outcome.cell, outcome.right) == (False, False, False, False)


def test_the_right_amount_in_another_unit_is_not_what_was_asked_but_no_falsehood() -> None:
    outcome = score(RECEPTION, figure(value="40000", unit="元"))
    assert (outcome.value, outcome.right, outcome.confidently_wrong) == (False, False, False)


def test_the_right_figure_must_come_first_and_alone() -> None:
    other = {**FIGURE, "value": "5.00"}
    assert not score(RECEPTION, {**ANSWER, "figures": [FIGURE, other]}).right
    first = score(RECEPTION, {**ANSWER, "figures": [other, FIGURE]})
    assert (first.value, first.confidently_wrong) == (False, True)


def test_a_list_is_right_in_order_and_whole() -> None:
    values = [{"value": "4", "unit": "万元"}, {"value": "5", "unit": "万元"}]
    two, one = [FIGURE, {**FIGURE, "value": "5.00"}], [FIGURE]
    expected = expecting(status="answered", values=values)
    assert score(expected, {**ANSWER, "figures": two}).value
    assert not score(expected, {**ANSWER, "figures": two[::-1]}).value
    assert not score(expected, {**ANSWER, "figures": one}).value
    assert not score(expected, {**ANSWER, "figures": [*two, FIGURE]}).value
    open_ended = expecting(status="answered", values=values, more_values=True)
    assert score(open_ended, {**ANSWER, "figures": [*two, FIGURE]}).value
    assert not score(open_ended, {**ANSWER, "figures": one}).value


@pytest.mark.parametrize("changes", [{"page": 18}, {"page": "19"}, {"page": None}, {"document": "b.pdf"}], ids=str)
def test_another_page_is_wrong(changes: dict[str, Any]) -> None:
    outcome = score(RECEPTION, cell(**changes))
    assert (outcome.value, outcome.page, outcome.cell) == (True, False, False)


def test_another_document_is_wrong() -> None:
    assert score(RECEPTION, cell(document="b.pdf")).document is False
    assert score(RECEPTION, {**ANSWER, "citations": []}).document is False


def test_only_what_the_first_figure_rests_on_counts() -> None:
    elsewhere = {**CELL, "n": 2, "page": 3}
    outcome = score(RECEPTION, {**figure(citations=[2]), "citations": [CELL, elsewhere]})
    assert (outcome.document, outcome.page, outcome.cell) == (True, False, False)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "sentence"},
        {"row": "1、因公出国（境）费用"},
        {"row": ""},
        {"row": None},
        {"column": "2020年“三公”经费预算数"},
        {"column": ""},
        {"table": "2021年部门收入总体情况表"},
        {"table": None},
    ],
    ids=str,
)
def test_another_cell_is_wrong(changes: dict[str, Any]) -> None:
    outcome = score(RECEPTION, cell(**changes))
    assert (outcome.page, outcome.cell) == (True, False)


@pytest.mark.parametrize("status", ["not_found", "not_disclosed", "ambiguous", "out_of_scope"])
def test_to_refuse_what_is_there_is_a_false_refusal(status: str) -> None:
    outcome = score(RECEPTION, {"status": status, "text": "", "verdict": "none", "figures": [], "citations": []})
    assert (outcome.right, outcome.false_refusal, outcome.confidently_wrong) == (False, True, False)


def test_an_empty_answer_is_wrong_in_every_part() -> None:
    assert score(RECEPTION, {}) == Score(
        status=False,
        value=False,
        verdict=False,
        document=False,
        page=False,
        cell=False,
        false_refusal=True,
        confidently_wrong=False,
    )


def test_a_refusal() -> None:
    expected = expecting(status=["not_found", "not_disclosed"], phrases=["2021年预算"])
    refusal = {"status": "not_found", "text": "已载入的有：2021年预算。", "verdict": "none", "figures": []}
    assert score(expected, refusal).right
    assert score(expected, refusal).refusal
    assert not score(expected, {**refusal, "text": "没有。"}).right
    assert not score(expected, {**refusal, "status": "out_of_scope"}).refusal
    answered = score(expected, ANSWER)
    assert (answered.refusal, answered.right, answered.confidently_wrong) == (False, False, True)


def test_what_warns_is_not_confident() -> None:
    assert not score(RECEPTION, {**figure(value="5"), "verdict": "conflict"}).confidently_wrong
    reading = {"phase": None, "readings": [{"wording": "吃喝", "meaning": "公务接待费"}]}
    assert not score(RECEPTION, {**figure(value="5"), "query": reading}).confidently_wrong
    assert not score(RECEPTION, {**figure(value="5"), "query": {"phase": "final_accounts"}}).confidently_wrong
    assert score(RECEPTION, {**figure(value="5"), "query": {"phase": "budget"}}).confidently_wrong


def test_a_conflict_must_be_found() -> None:
    expected = expecting(status="answered", phrases=["590.09", "479.70"], verdict="conflict")
    both = {**ANSWER, "verdict": "conflict", "text": "正文 590.09 万元，表中 479.70 万元"}
    assert (score(expected, both).conflict, score(expected, both).right) == (True, True)
    assert score(expected, {**both, "verdict": "consistent"}).conflict is False
    assert not score(expected, {**both, "text": "479.70 万元"}).right


def test_phrases_in_any_wording_and_none_of_the_forbidden() -> None:
    expected = expecting(status="answered", phrases=[["综合处", "综合 科"]], absent=["后勤处"])
    assert score(expected, {**ANSWER, "text": "设综合科"}).right
    assert not score(expected, {**ANSWER, "text": "设人事处"}).right
    assert not score(expected, {**ANSWER, "text": "设综合处、后勤处"}).right


def test_rank_of_the_passage() -> None:
    expected = expecting(status="answered", phrases=["甲"], file="a.pdf", pages=[3])
    passages = [{"n": n, "document": "a.pdf", "page": page} for n, page in enumerate([7, 3, 3], start=1)]
    assert score(expected, {**ANSWER, "citations": passages}).rank == 2
    assert score(expected, {**ANSWER, "citations": passages[:1]}).rank == 0
    assert score(RECEPTION, ANSWER).rank is None


TABLE: dict[str, Any] = {
    "columns": ["单位", "公务接待费"],
    "rows": [
        {"cells": [_text("甲馆"), {"value": "1.2", "unit": "万元", "citations": [1], "missing": None}]},
        {"cells": [_text("乙馆"), {"value": None, "unit": None, "citations": [], "missing": "blank"}]},
    ],
}
LINES = [["甲馆", "1.2 万元"], ["乙馆", "<blank>"]]


@pytest.mark.parametrize(
    ("wanted", "is_right"),
    [
        ({"columns": ["单位", "公务接待费"], "lines": LINES, "count": 2}, True),
        ({"columns": ["单位", "公务接待费"], "lines": LINES[1:], "count": 2}, True),
        ({"columns": ["单位", "公务接待费"], "lines": LINES[::-1], "count": 2}, False),
        ({"columns": ["单位", "公务接待费"], "lines": LINES, "count": 3}, False),
        ({"columns": ["单位", "会议费"], "lines": LINES, "count": 2}, False),
        ({"columns": ["单位", "公务接待费"], "lines": [["甲馆", "12 万元"]], "count": 2}, False),
        ({"columns": ["单位", "公务接待费"], "lines": [["甲馆", "1.2 元"]], "count": 2}, False),
        ({"columns": ["单位", "公务接待费"], "lines": [["乙馆", "<not_found>"]], "count": 2}, False),
    ],
)
def test_a_table_is_right_in_headings_lines_and_reasons(wanted: dict[str, Any], is_right: bool) -> None:
    expected = parse_question(
        {"id": "t", "kind": "table", "difficulty": "easy", "question": "?",
         "expected": {"status": "answered", "table_of": wanted}}
    ).expected  # fmt: skip
    scored = score(expected, ANSWER | {"table": TABLE})
    assert (scored.table, scored.right) == (is_right, is_right)
    assert score(expected, ANSWER).table is False


def test_a_figure_without_a_source_is_wrong_in_a_table() -> None:
    wanted = {"columns": ["单位", "公务接待费"], "lines": LINES, "count": 2}
    expected = parse_question(
        {"id": "t", "kind": "table", "difficulty": "easy", "question": "?",
         "expected": {"status": "answered", "table_of": wanted}}
    ).expected  # fmt: skip
    unsourced = [
        {"cells": [_text("甲馆"), {"value": "1.2", "unit": "万元", "citations": [], "missing": None}]},
        TABLE["rows"][1],
    ]
    assert score(expected, ANSWER | {"table": TABLE | {"rows": unsourced}}).table is False


@pytest.mark.parametrize(
    "wanted",
    [
        {"columns": ["单位"], "lines": [["甲", "乙"]], "count": 1},
        {"columns": ["单位"], "lines": [], "count": 1},
        {"columns": ["单位"], "lines": [["甲"]]},
        {"columns": [], "lines": [["甲"]], "count": 1},
        {"columns": ["单位"], "lines": [["甲"]], "count": 1, "more": 1},
    ],
)
def test_a_table_that_cannot_be_judged_is_refused(wanted: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="table_of"):
        parse_question(
            {"id": "t", "kind": "table", "difficulty": "easy", "question": "?",
             "expected": {"status": "answered", "table_of": wanted}}
        )  # fmt: skip
