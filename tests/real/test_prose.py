"""Prose of real disclosures: what it states agrees with the tables, and a few passages read by hand."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest

from extractors import extract
from extractors.model import Extraction, Fact, FactKind, Measure
from extractors.quantities import Amount, Dimension

DOCUMENTS = [
    "changsha/信访局_2026年部门预算.pdf",
    "fuzhou/医疗保障局_2026年部门预算.pdf",
    "jiangsu/2019年度部门预算公开.pdf",
    "putuo/上海市普陀区人民政府万里街道办事处25年预算.pdf",
    "quanzhou/政府办公厅_2026年部门预算.pdf",
    "shanghai/信访局_上海市信访办公室单位2026年度预算.pdf",
    "shenzhen/口岸办公室_2026年部门预算.pdf",
    "suzhou/水务局_2026年部门预算.pdf",
    "xian/生态环境局_2026年部门预算.pdf",
]
MIN_AGREEMENT = 0.98
"""The rest are contradictions that the documents print."""


@pytest.fixture(scope="module")
def extractions(corpus: Path) -> dict[str, Extraction]:
    with ProcessPoolExecutor() as pool:
        return dict(zip(DOCUMENTS, pool.map(extract, [corpus / "real" / name for name in DOCUMENTS]), strict=True))


@pytest.fixture(scope="module")
def reform(corpus: Path) -> Extraction:
    return extract(corpus / "replicas" / "luoyang-reform-2021.pdf")


def stated_levels(extraction: Extraction) -> Iterator[Fact]:
    """Sentences that state an item's budget of the document's year."""
    for fact in extraction.facts:
        is_level = fact.measure is Measure.APPROVED_BUDGET and fact.year == extraction.identity.year
        if fact.kind is FactKind.SENTENCE and is_level and fact.item and is_money(fact.amount):
            yield fact


def is_money(amount: Amount | None) -> bool:
    return amount is not None and amount.unit is not None and amount.unit.dimension is Dimension.MONEY


def test_sentences_agree_with_the_tables(extractions: dict[str, Extraction]) -> None:
    agreed, differing = 0, []
    for name, extraction in extractions.items():
        cells: dict[str, list[Amount]] = {}
        for fact in extraction.facts:
            if fact.kind is FactKind.CELL and fact.item and fact.amount and is_money(fact.amount):
                cells.setdefault(fact.item, []).append(fact.amount)
        for fact in stated_levels(extraction):
            stated = fact.amount
            if stated is None or fact.item not in cells:
                continue
            if any(abs(a.base - stated.base) <= a.rounding + stated.rounding for a in cells[fact.item]):
                agreed += 1
            else:
                differing.append((name, fact.page, fact.label, stated.text))
    assert agreed > 200
    assert agreed / (agreed + len(differing)) >= MIN_AGREEMENT, differing


def test_most_figures_of_the_narrative_have_an_item(extractions: dict[str, Extraction]) -> None:
    found = [f for e in extractions.values() for f in e.facts if f.kind is FactKind.SENTENCE and is_money(f.amount)]
    assert sum(fact.item is not None for fact in found) / len(found) > 0.7


def test_every_stated_figure_lies_on_its_page(extractions: dict[str, Extraction]) -> None:
    for extraction in extractions.values():
        sizes = {page.number: (page.width, page.height) for page in extraction.pages}
        for fact in extraction.facts:
            if fact.kind is FactKind.SENTENCE:
                width, height = sizes[fact.page]
                assert fact.bbox
                assert 0 <= fact.bbox[0] < fact.bbox[2] <= width
                assert 0 <= fact.bbox[1] < fact.bbox[3] <= height


def test_the_reception_expenses_of_the_start_document(reform: Extraction) -> None:
    stated = [f for f in reform.facts if f.kind is FactKind.SENTENCE and f.item == "official_reception"]
    assert [(f.page, f.measure, f.amount.value if f.amount else None, f.base_year, f.direction) for f in stated] == [
        (6, Measure.APPROVED_BUDGET, Decimal("4"), None, 0),
        (6, Measure.CHANGE, Decimal("0.35"), 2020, 1),
        (6, Measure.CHANGE_PERCENT, Decimal("9.59"), 2020, 1),
    ]
    (change,) = (c for c in reform.changes if c.item == "official_reception")
    assert change.current and change.difference
    assert change.current.value - change.difference.value == Decimal("3.65")


def test_a_paragraph_over_a_page_break(reform: Extraction) -> None:
    (found,) = (p for p in reform.paragraphs if "一般公共预算收支预算减少1088.87万元" in p.text)
    assert {page for _, _, page, _ in found.spans} == {4, 5}
    assert found.section[-1] == "四、财政拨款收入支出预算总体情况说明"


def test_text_exports_read_like_the_page(corpus: Path, reform: Extraction) -> None:
    export = extract(corpus / "seeds" / "000_787b039e07ae85e8.txt")

    def key_figures(extraction: Extraction) -> set[tuple[str | None, str, Decimal]]:
        found = (f for f in extraction.facts if f.kind is FactKind.SENTENCE and f.amount and f.item)
        return {(f.item, f.measure.value, f.amount.value) for f in found if f.amount}

    assert key_figures(export) == key_figures(reform)
