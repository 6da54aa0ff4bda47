from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from eval.questions import CellPlace, Place, SuiteError, parse_question, read_suite

SUITES = Path(__file__).parents[2] / "eval" / "suites"

GOOD: dict[str, Any] = {
    "id": "reception",
    "kind": "lookup",
    "difficulty": "easy",
    "question": "接待费多少？",
    "expected": {
        "status": "answered",
        "values": [{"value": "4.00", "unit": "万元", "year": 2021}],
        "file": "a.pdf",
        "pages": [19],
        "row": "公务接待费",
    },
}


def changed(**expected: Any) -> dict[str, Any]:
    """GOOD with other expectations; None takes one away."""
    merged = {**GOOD["expected"], **expected}
    return {**GOOD, "expected": {key: value for key, value in merged.items() if value is not None}}


def test_a_line_becomes_a_question() -> None:
    question = parse_question(GOOD)
    assert (question.id, question.turns) == ("reception", ("接待费多少？",))
    assert question.expected.values[0].value == Decimal("4.00")
    assert question.expected.places == (Place("a.pdf", (19,)),)
    assert question.expected.cell == CellPlace(row="公务接待费")
    assert question.expected.is_answer


def test_other_places_are_right_as_well() -> None:
    also = [{"file": "b.pdf", "pages": [2]}]
    assert parse_question(changed(also=also)).expected.places == (Place("a.pdf", (19,)), Place("b.pdf", (2,)))


def test_a_phrase_may_have_several_wordings() -> None:
    assert parse_question(changed(phrases=["甲", ["乙", "丙"]])).expected.phrases == (("甲",), ("乙", "丙"))


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ({**GOOD, "answer": "4.00"}, "unknown keys: answer"),
        ({**GOOD, "turns": ["甲", "乙"]}, "either 'question' or 'turns'"),
        ({key: value for key, value in GOOD.items() if key != "question"}, "either 'question' or 'turns'"),
        ({key: value for key, value in GOOD.items() if key != "id"}, "'id' of a question is missing"),
        ({**GOOD, "kind": "trick"}, "'kind' is 'trick'"),
        ({**GOOD, "difficulty": 3}, "'difficulty' of a question must be a text"),
        ({**GOOD, "expected": None}, "'expected' must be an object"),
        (["no object"], "a question must be an object"),
        (changed(status=None), "'status' is None"),
        (changed(status=[]), "'status' is \\[\\]"),
        (changed(status="right"), "'status' is 'right'"),
        (changed(status="not_found"), "a refusal has neither values"),
        (changed(values=None, row=None), "needs 'values', 'phrases' or 'table_of'"),
        (changed(values=[{"value": "1,234", "unit": "元"}]), "no decimal number"),
        (changed(values=[{"value": "NaN", "unit": "元"}]), "no finite number"),
        (changed(values=[{"value": 4, "unit": "万元"}]), "'value' of a value must be a text"),
        (changed(values=[{"value": "4", "unit": "万元", "years": 1}]), "unknown keys: years"),
        (changed(pages=["19"]), "'pages' must be"),
        (changed(file=None), "'file' of a place is missing"),
        (changed(also=[{"pages": [1]}]), "'file' of a place is missing"),
        (changed(also=[{"file": "b.pdf", "page": 1}]), "unknown keys: page"),
        (changed(file="folder/a.pdf"), "without folders"),
        (changed(pages=None), "a cell needs"),
        (changed(verdict="sure"), "'verdict' is 'sure'"),
        (changed(phrases=[[]]), "'phrases' must hold"),
        (changed(more_values="yes"), "must be true or false"),
    ],
)
def test_what_is_no_question_is_refused(line: Any, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        parse_question(line)


def test_an_error_names_file_and_line(tmp_path: Path) -> None:
    suite = tmp_path / "suite.jsonl"
    suite.write_text(f"# a comment\n\n{json.dumps(GOOD)}\n{{}}\n", encoding="utf-8")
    with pytest.raises(SuiteError, match=r"suite\.jsonl, line 4: a question needs"):
        read_suite(suite)


def test_an_id_occurs_once(tmp_path: Path) -> None:
    suite = tmp_path / "suite.jsonl"
    suite.write_text(f"{json.dumps(GOOD)}\n{json.dumps(GOOD)}\n", encoding="utf-8")
    with pytest.raises(SuiteError, match="line 2: the id 'reception' occurs twice"):
        read_suite(suite)


def test_a_suite_holds_questions(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="cannot be read"):
        read_suite(tmp_path / "missing.jsonl")
    (tmp_path / "empty.jsonl").write_text("# nothing\n")
    with pytest.raises(SuiteError, match="no question"):
        read_suite(tmp_path / "empty.jsonl")


@pytest.mark.parametrize("suite", sorted(SUITES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_our_suites_are_well_formed(suite: Path) -> None:
    assert len(read_suite(suite)) >= 25
