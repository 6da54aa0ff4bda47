"""Sentences that announce a table are answered with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import Table
from rag.announced import announced_tables
from rag.library import Library
from rag.model import Passage
from tests.rag.builders import BOX, make_extraction, make_table

UNITS = make_table("", ["序号", "单位名称"], [["1", "甲市图书馆"], ["2", "甲市档案馆"]], index=1, page=3)
OTHERS = make_table("", ["序号", "项目"], [["1", "古籍修复"]], index=2, page=4)


def at(table: Table, page: int, top: float) -> Table:
    return replace(table, pages=(page,), areas=((page, (50.0, top, 500.0, top + 100)),))


def loaded(library: Library, *tables: Table) -> str:
    extraction = make_extraction(tables=tables)
    library.add(extraction)
    return extraction.sha256


@pytest.mark.parametrize(
    ("units", "found"),
    [
        (at(UNITS, 2, 300.0), "序号 单位名称\n1 甲市图书馆\n2 甲市档案馆"),
        (at(UNITS, 3, 50.0), "序号 单位名称\n1 甲市图书馆\n2 甲市档案馆"),
        (at(UNITS, 2, 20.0), None),  # above the sentence
        (at(UNITS, 4, 50.0), None),  # too far on
    ],
)
def test_the_table_below_or_on_the_next_page(library: Library, units: Table, found: str | None) -> None:
    document = loaded(library, units, at(OTHERS, 9, 50.0))
    says = Passage(f"{document}:5", document, 2, "prose", "单位构成", "详细情况见下表:", ((2, BOX),))
    told = [(passage.id, passage.text) for passage in announced_tables([says], library)]
    assert told == ([(f"{document}:5.5", found)] if found else [])


def test_a_sentence_that_announces_nothing(library: Library) -> None:
    document = loaded(library, at(UNITS, 2, 300.0))
    says = Passage(f"{document}:5", document, 2, "prose", "", "下表的数字已经核对，没有问题。", ((2, BOX),))
    assert not list(announced_tables([says], library))
