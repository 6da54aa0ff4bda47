from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

from extractors.model import Fact, FactKind, Level, Measure, Phase
from extractors.quantities import TEN_THOUSAND_YUAN, Amount
from extractors.statements import statement_name
from rag.model import StoredDocument, StoredFact
from ui.shelf import documents_html, example_questions, quality_lines, short_name, welcome_html
from ui.texts import load_texts

ZH = load_texts("zh")
BUDGET = StoredDocument(
    id="a" * 64,
    file_name="预算.pdf",
    agency="洛阳高新技术产业开发区改革协调局",
    aliases=("改革协调局",),
    place="洛阳",
    year=2021,
    phase=Phase.BUDGET,
    level=Level.UNIT,
    pages=17,
    tables=9,
    facts=321,
    unread=2,
    status="added",
)
OTHER = replace(BUDGET, id="b" * 64, agency="政务服务局", aliases=())
NAMELESS = replace(BUDGET, id="c" * 64, agency="", aliases=(), year=None)


class Shelf:
    """Documents, and the items that each states as an amount."""

    def __init__(self, *stated: tuple[StoredDocument, str, str]) -> None:
        self._stated = stated

    def documents(self) -> list[StoredDocument]:
        return list({document.id: document for document, _, _ in self._stated}.values())

    def facts(
        self, *, document_ids: Collection[str] | None = None, items: Collection[str | None] | None = None
    ) -> list[StoredFact]:
        return [
            StoredFact(n, document.id, _fact(item, value))
            for n, (document, item, value) in enumerate(self._stated)
            if document.id in (document_ids or ()) and item in (items or ())
        ]


def _fact(item: str, value: str) -> Fact:
    amount = Amount(Decimal(value), TEN_THOUSAND_YUAN, value)
    return Fact(
        FactKind.CELL, 1, value, None, amount, item, item, Measure.APPROVED_BUDGET, year=2021, phase=Phase.BUDGET
    )


def test_the_table_of_documents() -> None:
    html = documents_html([BUDGET, replace(OTHER, status="partial", warnings=("第3页没有读出",))], ZH)
    for text in ("预算.pdf", "改革协调局", "2021", "单位本级", ">17<", ">321<", "完整", "部分读出", "第3页没有读出"):
        assert text in html


def test_the_quality_of_the_reading_and_missing_tables_are_told_in_words() -> None:
    quality = {
        "numeric_cells_read": 90, "numeric_cells": 100, "sums_held": 7, "sums_made": 8, "pages_by_ocr": 2,
        "pages_unread": 0, "unit_sources": {},
    }  # fmt: skip
    assert quality_lines(quality, ZH) == ["认出 90 / 100 个数字格", "7 / 8 处合计相符", "2 页是图片，由识别读出"]
    assert quality_lines({}, ZH) == []
    html = documents_html([replace(BUDGET, statements_missing=("three_public",))], ZH)
    assert f"没有找到的表：{statement_name('three_public')}" in html


def test_only_where_it_is_allowed_a_document_can_be_removed() -> None:
    assert "data-do" not in documents_html([BUDGET], ZH, asking=BUDGET.id)
    html = documents_html([BUDGET, OTHER], ZH, removable=True)
    assert html.count('data-do="discard"') == 2
    assert "alertdialog" not in html


def test_removing_is_asked_about_once_more() -> None:
    html = documents_html([BUDGET, OTHER], ZH, removable=True, asking=OTHER.id)
    assert f'data-do="confirm" data-id="{OTHER.id}"' in html
    assert "alertdialog" not in documents_html([BUDGET], ZH, removable=True, asking="no such id")


def test_texts_of_documents_stay_text() -> None:
    evil = replace(BUDGET, file_name='"><img src=x onerror=alert(1)>', warnings=("<svg onload=alert(2)>",))
    html = documents_html([evil], ZH, removable=True, asking=evil.id)
    assert "<img" not in html
    assert "<svg" not in html


def test_an_empty_library_says_so() -> None:
    assert "还没有文件" in documents_html([], ZH)
    assert "资料库里还没有文件" in welcome_html(Shelf(), ZH)


def test_examples_are_questions_that_the_library_can_answer() -> None:
    shelf = Shelf((BUDGET, "official_reception", "4.00"), (BUDGET, "project_expenditure", "0.00"))
    assert example_questions(shelf, ZH) == ("改革协调局2021年公务接待费是多少？",)


def test_examples_prefer_documents_not_asked_about_yet() -> None:
    shelf = Shelf(
        *((document, item, "5.00") for document in (BUDGET, OTHER) for item in ("official_reception", "three_public"))
    )
    assert example_questions(shelf, ZH) == (
        "改革协调局2021年公务接待费是多少？",
        "政务服务局2021年“三公”经费的构成",
    )


def test_a_short_name_that_another_agency_has_too_is_not_used() -> None:
    here = replace(BUDGET, agency="甲县财政局", aliases=("财政局", "县财政局"))
    there = replace(BUDGET, id="b" * 64, agency="乙市财政局", aliases=("财政局",))
    assert short_name(here, [here, there]) == "县财政局"
    assert short_name(there, [here, there]) == "乙市财政局"
    assert short_name(there, [there]) == "财政局"


def test_documents_without_agency_or_year_are_no_examples() -> None:
    shelf = Shelf((NAMELESS, "official_reception", "4.00"))
    assert example_questions(shelf, ZH) == ()
    assert "data-ask" not in welcome_html(shelf, ZH)
