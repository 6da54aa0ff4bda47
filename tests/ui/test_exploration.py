"""Looking through all facts: what is selected, how it is shown, what a file of it holds."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from openpyxl import load_workbook

from extractors.model import Fact, Level
from extractors.quantities import YUAN
from rag.browsing import Dimension, Order, Selection
from rag.library import Library
from rag.model import StoredFact
from tests.rag.builders import cell, make_extraction
from ui.exploration import PAGE, Exploration, View, read_exploration
from ui.explore_files import write_facts
from ui.explore_html import facts_html
from ui.settled import comparable, settle
from ui.texts import load_texts

ZH = load_texts("zh")
ATTACK = "<img src=x onerror=alert(1)>"


def _reception(text: str, **others: object) -> Fact:
    return cell("公务接待费", text, item="official_reception", **others)  # type: ignore[arg-type]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        opened.add(make_extraction(agency="甲市档案馆", facts=[_reception("4.00"), cell(ATTACK, "7")]))
        opened.add(make_extraction(agency="甲市博物馆", facts=[_reception("50,000", unit=YUAN, page=9)]))
        yield opened


def _html(exploration: Exploration, library: Library) -> str:
    return facts_html(exploration, library.browsing(), library.documents(), ZH)


def test_what_is_explored_survives_the_address() -> None:
    exploration = Exploration().select("agencies", {Dimension.YEAR: ["2020", "2021"], Dimension.ITEM: []}, " 接待 ")
    exploration = exploration.sort("value").sort("value")
    assert exploration.selection == Selection({Dimension.YEAR: ("2020", "2021")}, "接待")
    assert read_exploration(exploration.to_pairs()) == exploration
    on_page = exploration.turn_to(2)
    assert read_exploration(parse_qsl(on_page.link.removeprefix("?"))) == on_page


def test_what_makes_no_sense_is_left_out() -> None:
    assert read_exploration([("view", "x"), ("order", "DROP"), ("other", "1")]) == Exploration()
    assert Exploration().sort("DROP TABLE").order is Order.DOCUMENT
    assert Exploration().turn_to(-3).page == 0


def test_another_filter_or_order_starts_at_the_first_page() -> None:
    on_page = Exploration().turn_to(4)
    assert [each.page for each in (on_page, on_page.sort("year"), on_page.select("list", {}, ""))] == [4, 0, 0]


def test_every_figure_of_the_list_has_its_unit_and_leads_to_its_page(library: Library) -> None:
    html = _html(Exploration(), library)
    assert "共 3 个数，这里是第 1–3 个" in html
    assert html.count("data-fact=") == 3
    assert ">50,000 元</button>" in html
    assert "第9页" in html
    assert "&lt;img" in html and "<img" not in html


def test_the_order_is_told_by_a_sign(library: Library) -> None:
    html = _html(Exploration().sort("value").sort("value"), library)
    assert '数值 <span aria-hidden="true">▼</span>' in html
    assert html.index("7 万元") < html.index("50,000 元") < html.index("4.00 万元")


def test_long_lists_have_pages(library: Library) -> None:
    library.add(make_extraction(agency="乙市", facts=[cell("项目", str(n), row=n) for n in range(1, PAGE + 1)]))
    first, second = (_html(Exploration().turn_to(page), library) for page in (0, 1))
    assert first.count("data-fact=") == PAGE and second.count("data-fact=") == 3
    assert 'data-turn-to="1"' in first and "第 2 / 2 页" in second


def test_agencies_stand_side_by_side_in_one_unit(library: Library) -> None:
    html = _html(Exploration(view=View.AGENCIES), library)
    assert '<th scope="col">甲市档案馆</th>' in html
    assert ">4.00 万元</button>" in html and ">5 万元</button>" in html
    assert "2021年 预算" in html


def test_what_nothing_passes_is_said(library: Library) -> None:
    for view in View:
        assert "没有这样的数" in _html(replace(Exploration(), view=view, selection=Selection(text="没有")), library)


def test_a_department_and_its_unit_are_told_apart_and_do_not_disagree(library: Library) -> None:
    library.add(make_extraction(agency="甲市档案馆", level=Level.DEPARTMENT, facts=[_reception("9.00")]))
    html = _html(Exploration(view=View.AGENCIES), library)
    assert "9.00 万元</button> <small>部门汇总</small>" in html
    assert "≠" not in html


def test_places_that_disagree_are_marked(library: Library) -> None:
    library.add(make_extraction(agency="乙市", facts=[_reception("4.00"), _reception("4", row=8), _reception("6.00")]))
    html = _html(replace(Exploration(), view=View.YEARS, selection=Selection({Dimension.AGENCY: ("乙市",)})), library)
    assert html.count("data-fact=") == 2  # 4 is 4.00
    assert "≠" in html


def test_rounding_makes_one_value_of_two_and_the_more_precise_one_is_shown() -> None:
    facts = [StoredFact(n, "d", _reception(text)) for n, text in enumerate(["4", "4.30", "40,001", "9"])]
    facts[2] = StoredFact(2, "d", _reception("43,001", unit=YUAN))
    assert [stored.fact.quote for stored in settle(facts)] == ["43,001", "9"]
    counted = replace(facts[0].fact, amount=replace(facts[0].fact.amount, unit=None))  # type: ignore[type-var]
    assert len(settle([facts[0], StoredFact(9, "d", counted)])) == 2


def test_money_is_shown_in_one_unit_without_losing_a_digit() -> None:
    amount = _reception("1,234,567.89", unit=YUAN).amount
    assert amount and comparable(amount) == (Decimal("123.456789"), "万元")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_file_holds_all_that_is_selected_with_where_it_stands(library: Library, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"facts{suffix}"
    write_facts(Exploration().sort("value").sort("value"), library, path, ZH)
    rows = _read(path)
    assert [(row["agency"], str(row["value"]), row["unit"], str(row["page"])) for row in rows] == [
        ("甲市档案馆", "7", "万元", "3"),
        ("甲市博物馆", "50000", "元", "9"),
        ("甲市档案馆", "4" if suffix == ".xlsx" else "4.00", "万元", "3"),
    ]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_file_of_what_is_side_by_side_says_where_each_figure_stands(
    library: Library, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"facts{suffix}"
    write_facts(Exploration(view=View.AGENCIES), library, path, ZH)
    (row,) = _read(path)
    assert (row["item"], row["about"]) == ("公务接待费", "“三公”经费表 · 2021年 预算")
    assert (Decimal(row["甲市博物馆 · value"]), row["甲市博物馆 · unit"]) == (5, "万元")
    assert (row["甲市博物馆 · quote"], str(row["甲市博物馆 · page"])) == ("50,000", "9")
    assert row["甲市档案馆 · document"] == "甲市档案馆-2021-budget-unit.pdf"


def _read(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    sheet = load_workbook(path, read_only=True).worksheets[0]
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]  # type: ignore[arg-type]
