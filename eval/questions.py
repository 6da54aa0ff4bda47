"""A suite of questions with what a right answer to them is: JSON lines, strictly read.

    {"id": "reform-reception", "kind": "lookup", "difficulty": "easy", "question": "改革协调局2021年公务接待费是多少？",
     "expected": {"status": "answered", "values": [{"value": "4.00", "unit": "万元", "year": 2021}],
                  "file": "luoyang-reform-2021.pdf", "pages": [19], "row": "公务接待费"}}

A line that holds an unknown key, a wrong type or a contradiction is an error that names the line: a typing mistake in
a suite must not become a question that any answer passes. Lines that start with # are comments.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from eval.fields import Fields

KINDS = (
    "lookup",
    "computed",
    "unit",
    "conflict",
    "everyday",
    "english",
    "follow_up",
    "unanswerable",
    "project",
    "prose",
    "table",
)
DIFFICULTIES = ("easy", "medium", "hard")
STATUSES = ("answered", "not_disclosed", "not_found", "ambiguous", "out_of_scope")
VERDICTS = ("consistent", "rounding", "single_source", "conflict", "unverified", "none")
ANSWERED = "answered"


class SuiteError(ValueError):
    """A line of a suite that cannot be a question; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class ExpectedValue:
    """A figure in the unit in which it must come; `agency` is a part of the name of the one whose it is."""

    value: Decimal
    unit: str
    agency: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A file by its name, and those of its pages (from 1) any of which is right."""

    file: str
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Parts of the names of a cell's table, row and column; None where it does not matter or has none."""

    table: str | None = None
    row: str | None = None
    column: str | None = None


@dataclass(frozen=True, slots=True)
class ExpectedTable:
    """Headings, and lines of which all must be in the table, in this order; a cell is "4.00 万元", a text or "<blank>".

    `count` is how many lines the table has.
    """

    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Expected:
    statuses: tuple[str, ...]  # any of these is right
    values: tuple[ExpectedValue, ...] = ()
    more_values: bool = False  # other figures may follow `values`
    phrases: tuple[tuple[str, ...], ...] = ()  # of each group, one wording must stand in the text
    absent: tuple[str, ...] = ()  # must not stand in the text
    places: tuple[Place, ...] = ()
    cell: CellPlace | None = None
    verdicts: tuple[str, ...] = ()
    table: ExpectedTable | None = None

    @property
    def is_answer(self) -> bool:
        return self.statuses == (ANSWERED,)

    @property
    def is_refusal(self) -> bool:
        return ANSWERED not in self.statuses


@dataclass(frozen=True, slots=True)
class Question:
    id: str
    kind: str
    difficulty: str
    turns: tuple[str, ...]  # the last is asked, the others were asked before
    expected: Expected
    note: str = ""  # for people: why this is the answer


def read_suite(path: Path) -> list[Question]:
    questions: dict[str, Question] = {}
    for number, line in read_lines(path):
        try:
            question = parse_question(json.loads(line))
        except ValueError as error:
            raise SuiteError(f"{path}, line {number}: {error}") from error
        if question.id in questions:
            raise SuiteError(f"{path}, line {number}: the id {question.id!r} occurs twice")
        questions[question.id] = question
    if not questions:
        raise SuiteError(f"{path} holds no question")
    return list(questions.values())


def parse_question(written: Any) -> Question:
    """Raises ValueError with what is wrong, without place."""
    fields = Fields(written, "a question")
    turns = fields.texts("turns") or tuple(filter(None, [fields.text("question")]))
    if not turns or ("turns" in written and "question" in written):
        raise ValueError("a question needs either 'question' or 'turns'")
    if "turns" in written and len(turns) < 2:
        raise ValueError("'turns' with a single turn: write it as 'question'")
    question = Question(
        id=fields.required("id"),
        kind=fields.choice("kind", KINDS),
        difficulty=fields.choice("difficulty", DIFFICULTIES),
        turns=turns,
        expected=_expected(fields.take("expected")),
        note=fields.text("note") or "",
    )
    fields.finish()
    return question


def _expected(written: Any) -> Expected:
    fields = Fields(written, "'expected'")
    first = {key: fields.take(key) for key in ("file", "pages") if key in written}
    places = tuple(_place(place) for place in ([first] if first else []) + fields.objects("also"))
    cell = CellPlace(fields.text("table"), fields.text("row"), fields.text("column"))
    expected = Expected(
        statuses=fields.choices("status", STATUSES),
        values=tuple(_value(value) for value in fields.objects("values")),
        more_values=fields.flag("more_values"),
        phrases=tuple(_alternatives(phrase) for phrase in fields.take("phrases", [])),
        absent=fields.texts("absent"),
        places=places,
        cell=cell if cell != CellPlace() else None,
        verdicts=fields.choices("verdict", VERDICTS, optional=True),
        table=_table(fields.take("table_of")),
    )
    fields.finish()
    _check(expected)
    return expected


def _check(expected: Expected) -> None:
    """What would make a question that no answer, or any answer, is right for."""
    if expected.is_answer and not (expected.values or expected.phrases or expected.table):
        raise ValueError("an answer needs 'values', 'phrases' or 'table_of' to be judged by")
    if expected.is_refusal and (expected.values or expected.cell or expected.table):
        raise ValueError("a refusal has neither values nor a cell nor a table")
    if expected.cell and not (expected.values and any(place.pages for place in expected.places)):
        raise ValueError("a cell needs 'values', 'file' and 'pages'")
    if expected.more_values and not expected.values:
        raise ValueError("'more_values' without 'values'")


def _table(written: Any) -> ExpectedTable | None:
    if written is None:
        return None
    fields = Fields(written, "'table_of'")
    columns, lines, count = fields.texts("columns"), fields.take("lines", []), fields.number("count")
    fields.finish()
    if not columns or count is None or count < 1:
        raise ValueError("'table_of' needs 'columns' and 'count'")
    if not isinstance(lines, list) or not all(isinstance(line, list) and len(line) == len(columns) for line in lines):
        raise ValueError("'lines' of 'table_of' must be lists with a text for each column")
    if not lines or not all(isinstance(text, str) and text.strip() for line in lines for text in line):
        raise ValueError("'lines' of 'table_of' must hold texts")
    return ExpectedTable(columns, tuple(map(tuple, lines)), count)


def _value(written: Any) -> ExpectedValue:
    fields = Fields(written, "a value")
    text, unit = fields.required("value"), fields.required("unit")
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is no decimal number; write it without separators") from error
    if not value.is_finite():
        raise ValueError(f"{text!r} is no finite number")
    expected = ExpectedValue(value, unit, fields.text("agency"), fields.number("year"))
    fields.finish()
    return expected


def _place(written: dict[str, Any]) -> Place:
    fields = Fields(written, "a place")
    file, pages = fields.required("file"), fields.take("pages", [])
    if "/" in file:
        raise ValueError("'file' must be a file's name without folders")
    if not isinstance(pages, list) or not all(type(page) is int and page > 0 for page in pages):
        raise ValueError("'pages' must be a list of page numbers from 1")
    fields.finish()
    return Place(file, tuple(pages))


def _alternatives(written: Any) -> tuple[str, ...]:
    """A phrase, or a list of wordings of which one will do."""
    wordings = written if isinstance(written, list) else [written]
    if not wordings or not all(isinstance(wording, str) and wording.strip() for wording in wordings):
        raise ValueError("'phrases' must hold texts, or lists of texts of which one must stand in the answer")
    return tuple(wordings)


def read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are no comment, with their number from 1."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SuiteError(f"{path} cannot be read as text: {error}") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            yield number, line
