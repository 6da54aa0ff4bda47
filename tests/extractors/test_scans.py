from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import (
    Extraction,
    Fact,
    FactKind,
    Identity,
    Level,
    Line,
    Measure,
    Page,
    Phase,
    Scan,
    Source,
    Unread,
)
from extractors.scans import UNCLEAR, as_displayed

SIDEWAYS = Scan(1, 600.0, 800.0, (0.0, -1.0, 1.0, 0.0, 0.0, 800.0), (((100.0, 50.0, 140.0, 60.0), 0.9),), Source.OCR)
"""The straight page is 800 wide; what is at (x, y) there is at (y, 800 − x) on the page."""


def extraction(*, facts: tuple[Fact, ...] = (), unread: tuple[Unread, ...] = ()) -> Extraction:
    pages = (
        Page(1, 800.0, 600.0, (Line("合计", (100.0, 50.0, 140.0, 60.0)),), Source.OCR),
        Page(2, 600.0, 800.0, ()),
    )
    nobody = Identity("", (), "", 2021, Phase.BUDGET, Level.UNKNOWN)
    return Extraction("a.pdf", "0", pages, nobody, (), facts, (), (), unread)


def fact(page: int) -> Fact:
    return Fact(
        FactKind.CELL, page, "4.00", (90.0, 45.0, 150.0, 65.0), None, "合计", None, Measure.OTHER, 2021, Phase.BUDGET
    )


def test_boxes_are_taken_back_to_the_page() -> None:
    page = as_displayed(extraction(), [SIDEWAYS]).pages[0]
    assert (page.width, page.height) == (600.0, 800.0)
    assert page.lines[0].bbox == pytest.approx((50.0, 660.0, 60.0, 700.0))


def test_facts_of_a_scanned_page_are_marked_with_their_confidence() -> None:
    scanned, typed = as_displayed(extraction(facts=(fact(1), fact(2))), [SIDEWAYS]).facts
    assert (scanned.source, scanned.confidence) == (Source.OCR, 0.9)
    assert scanned.bbox == pytest.approx((45.0, 650.0, 65.0, 710.0))
    assert typed == fact(2)


def test_an_unclear_figure_is_reported_once() -> None:
    unclear = Unread(1, (100.0, 50.0, 140.0, 60.0), "4.0O", UNCLEAR)
    cell = Unread(1, (90.0, 45.0, 150.0, 65.0), "???", "text where the headings promise an amount")
    other = Unread(1, (300.0, 45.0, 350.0, 65.0), "无此项", "text where the headings promise an amount")
    found = as_displayed(extraction(unread=(unclear, cell, other)), [SIDEWAYS]).unread
    assert [item.text for item in found] == ["4.0O", "无此项"]


def test_a_document_without_scans_is_left_alone() -> None:
    before = extraction(facts=(fact(1),))
    assert as_displayed(before, ()) is before


def test_a_sentence_that_ends_within_a_line_has_the_confidence_of_the_line() -> None:
    start = replace(fact(1), bbox=(90.0, 45.0, 105.0, 65.0))
    beside = replace(fact(1), bbox=(60.0, 45.0, 101.0, 65.0))
    found = as_displayed(extraction(facts=(start, beside)), [SIDEWAYS]).facts
    assert [f.confidence for f in found] == [0.9, None]
