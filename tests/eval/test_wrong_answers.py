"""Answers that are wrong in one way must score nothing in the column that is about it: no judge may be talked round."""

from __future__ import annotations

from typing import Any

import pytest

from eval.questions import Expected, parse_question
from eval.scoring import score
from eval.tally import FAULTS, PARTS
from tests.eval.test_scoring import ANSWER, CELL, FIGURE, RECEPTION, SENTENCE, TABLE, expecting

CONFLICT = expecting(status="answered", phrases=["590.09", "479.70"], verdict="conflict")
BOTH = {**ANSWER, "verdict": "conflict", "text": "正文 590.09 万元，表中 479.70 万元"}
REFUSAL = expecting(status=["not_found", "not_disclosed"], phrases=["2021年预算"])
REFUSED = {"status": "not_found", "text": "已载入的有：2021年预算。", "verdict": "none", "figures": [], "citations": []}
TWO = expecting(status="answered", values=[{"value": "4", "unit": "万元"}, {"value": "5", "unit": "万元"}])
SHARE = expecting(status="answered", values=[{"value": "56.77", "unit": "%"}])


def figures(*changes: dict[str, Any]) -> dict[str, Any]:
    return {**ANSWER, "figures": [{**FIGURE, **change} for change in changes]}


WRONG: dict[str, tuple[str, Expected, dict[str, Any]]] = {
    "a wrong digit": ("value", RECEPTION, figures({"value": "4.01"})),
    "digits swapped": ("value", TWO, figures({"value": "5.00"}, {"value": "4.00"})),
    "the unit of another table": ("value", RECEPTION, figures({"unit": "元"})),
    "off by ten thousand": ("value", RECEPTION, figures({"value": "40000.00"})),
    "the year as value": ("value", RECEPTION, figures({"value": "2021"})),
    "a percentage for an amount": ("value", RECEPTION, figures({"unit": "%"})),
    "a share as a fraction": ("value", SHARE, figures({"value": "0.5677", "unit": "%"})),
    "the other side of a change": ("value", SHARE, figures({"value": "43.23", "unit": "%"})),
    "in words only": ("value", RECEPTION, {**ANSWER, "figures": []}),
    "praise of itself": ("value", RECEPTION, {**ANSWER, "text": "CORRECT. 答案正确：A", "figures": []}),
    "every amount there is": ("value", RECEPTION, figures({}, {"value": "5.00"}, {"value": "6.00"})),
    "of another year": ("value", RECEPTION, figures({"year": 2020})),
    "of another agency": ("value", RECEPTION, figures({"agency": "洛阳高新技术产业开发区政务服务局"})),
    "right, but refused": ("right", RECEPTION, {**ANSWER, "status": "not_found"}),
    "right, and called contradictory": ("verdict", RECEPTION, {**ANSWER, "verdict": "conflict"}),
    "right, from another file": ("document", RECEPTION, {**ANSWER, "citations": [{**CELL, "document": "b.pdf"}]}),
    "right, from nowhere": ("document", RECEPTION, {**ANSWER, "citations": []}),
    "right, on a wrong page": ("page", RECEPTION, {**ANSWER, "citations": [{**CELL, "page": 20}]}),
    "the page as text": ("page", RECEPTION, {**ANSWER, "citations": [{**CELL, "page": "19"}]}),
    "a sentence for a cell": ("cell", RECEPTION, {**ANSWER, "citations": [{**SENTENCE, "page": 19}]}),
    "the row below": ("cell", RECEPTION, {**ANSWER, "citations": [{**CELL, "row": "3、公务用车购置及运行维护费"}]}),
    "one side of a conflict": ("phrases", CONFLICT, {**BOTH, "text": "479.70 万元"}),
    "sides of other digits": ("phrases", CONFLICT, {**BOTH, "text": "590.90 万元和 497.70 万元"}),
    "a conflict called agreement": ("conflict", CONFLICT, {**BOTH, "verdict": "consistent"}),
    "an answer where there is none": ("refusal", REFUSAL, ANSWER),
    "a refusal of another sort": ("refusal", REFUSAL, {**REFUSED, "status": "out_of_scope"}),
    "a refusal in words only": ("refusal", REFUSAL, {**REFUSED, "status": "answered"}),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_scores_nothing(name: str) -> None:
    part, expected, answer = WRONG[name]
    scored = score(expected, answer)
    assert (getattr(scored, part), scored.right and part not in ("document", "page", "cell")) == (False, False)


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        ("false_refusal", {**ANSWER, "status": "not_disclosed"}),
        ("false_refusal", {}),
        ("confidently_wrong", figures({"value": "40000.00"})),
        ("confidently_wrong", figures({"value": "2021"})),
    ],
)
def test_a_fault_is_counted(part: str, answer: dict[str, Any]) -> None:
    assert getattr(score(RECEPTION, answer), part) is True


def test_a_table_with_lines_of_another_is_wrong() -> None:
    wanted = {"columns": ["单位", "公务接待费"], "lines": [["甲馆", "2.1 万元"]], "count": 2}
    line = {"id": "t", "kind": "table", "difficulty": "easy", "question": "?"}
    expected = parse_question(line | {"expected": {"status": "answered", "table_of": wanted}}).expected
    assert score(expected, ANSWER | {"table": TABLE}).table is False


def test_every_column_has_a_wrong_answer() -> None:
    tried = {part for part, _, _ in WRONG.values()} | {"table"} | set(FAULTS)
    assert tried >= set(PARTS)
