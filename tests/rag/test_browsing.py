"""Looking through all facts: filters, order, pages, and what stands side by side."""

from __future__ import annotations

import pytest

from extractors.model import Blank, Fact, Measure, Phase
from extractors.quantities import YUAN
from rag.browsing import Browsing, Dimension, Option, Order, Selection
from rag.library import Library
from tests.rag.builders import cell, make_extraction, sentence

EVERYTHING = Selection()


def _reception(text: str, **others: object) -> Fact:
    return cell("公务接待费", text, item="official_reception", **others)  # type: ignore[arg-type]


@pytest.fixture
def browsing(library: Library) -> Browsing:
    """Two agencies of 2021, one of them also of 2020; amounts in two units, a blank, a sentence, an unknown label."""
    archive = [
        _reception("4.00"),
        cell("培训 费", "10.5", item="training", row=3),
        cell("会议费", "", item="meetings", row=4, blank=Blank.EMPTY),
        sentence("公务接待费4万元。", "公务接待费", "4", item="official_reception"),
    ]
    museum = [_reception("50,000", unit=YUAN), cell("古籍修复", "30", statement="projects")]
    library.add(make_extraction(agency="甲市档案馆", facts=archive))
    library.add(make_extraction(agency="甲市档案馆", year=2020, facts=[_reception("3.65", year=2020)]))
    library.add(make_extraction(agency="甲市博物馆", facts=museum))
    return library.browsing()


def _quotes(browsing: Browsing, selection: Selection = EVERYTHING, **others: object) -> list[str]:
    return [stored.fact.quote for stored in browsing.facts(selection, **others)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("selection", "quotes"),
    [
        (Selection({Dimension.AGENCY: ("甲市博物馆",)}), ["50,000", "30"]),
        (Selection({Dimension.YEAR: ("2020",)}), ["3.65"]),
        (Selection({Dimension.YEAR: ("2020", "nonsense")}), ["3.65"]),
        (Selection({Dimension.STATEMENT: ("projects",)}), ["30"]),
        (Selection({Dimension.ITEM: ("training",), Dimension.AGENCY: ("甲市档案馆",)}), ["10.5"]),
        (Selection({Dimension.PHASE: ("final_accounts",)}), []),
        (Selection({Dimension.AGENCY: ()}, text="培训费"), ["10.5"]),
        (Selection(text="100%_"), []),
        (Selection({Dimension.ITEM: ("meetings",)}, blanks=True), [""]),
    ],
)
def test_every_filter_says_which_facts_are_shown(browsing: Browsing, selection: Selection, quotes: list[str]) -> None:
    assert _quotes(browsing, selection) == quotes
    assert browsing.count(selection) == len(quotes)


def test_amounts_are_sorted_by_what_they_are_worth(browsing: Browsing) -> None:
    assert _quotes(browsing, order=Order.VALUE)[0] == "3.65"
    assert _quotes(browsing, order=Order.VALUE, descending=True)[:3] == ["30", "10.5", "50,000"]


def test_pages_follow_each_other_without_gap_or_overlap(browsing: Browsing) -> None:
    pages = [_quotes(browsing, limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [quote for page in pages for quote in page] == _quotes(browsing)
    assert len(_quotes(browsing)) == browsing.count(Selection()) == 6


def test_a_filter_offers_what_the_others_leave(browsing: Browsing) -> None:
    archive = Selection({Dimension.AGENCY: ("甲市档案馆",)})
    assert browsing.options(Dimension.YEAR, archive) == [Option("2021", 3), Option("2020", 1)]
    assert browsing.options(Dimension.AGENCY, archive) == [Option("甲市档案馆", 4), Option("甲市博物馆", 2)]


def test_a_fact_is_found_by_its_id(browsing: Browsing) -> None:
    (stored,) = browsing.facts(Selection({Dimension.YEAR: ("2020",)}))
    assert browsing.fact(stored.id) == stored
    assert browsing.fact(-1) is None


def _compared(browsing: Browsing, over: Dimension, *columns: str) -> list[tuple[str, str, dict[str, list[str]]]]:
    side_by_side = browsing.side_by_side(Selection(), over, columns=columns)
    assert side_by_side.total == len(side_by_side.lines)
    return [
        (line.item, line.fixed, {column: [s.fact.quote for s in facts] for column, facts in cells.items()})
        for line, cells in side_by_side.cells.items()
    ]


def test_agencies_stand_side_by_side_lines_that_both_have_first(browsing: Browsing) -> None:
    assert _compared(browsing, Dimension.AGENCY, "甲市档案馆", "甲市博物馆") == [
        ("official_reception", "2021", {"甲市档案馆": ["4.00"], "甲市博物馆": ["50,000"]}),
        ("training", "2021", {"甲市档案馆": ["10.5"]}),
        ("official_reception", "2020", {"甲市档案馆": ["3.65"]}),
    ]


def test_years_stand_side_by_side(browsing: Browsing) -> None:
    assert _compared(browsing, Dimension.YEAR, "2020", "2021")[0] == (
        "official_reception",
        "甲市档案馆",
        {"2020": ["3.65"], "2021": ["4.00"]},
    )


def test_only_what_is_comparable_shares_a_line(library: Library) -> None:
    """Another table, kind of column or publication is another line; a subordinate unit's figures are not compared."""
    facts = [
        _reception("1"),
        _reception("2", statement="basic_expenditure"),
        _reception("3", aspect="general_public_budget"),
        _reception("4", measure=Measure.CHANGE),
        _reception("5", phase=Phase.FINAL_ACCOUNTS),
        _reception("6", subject="甲市档案馆下属中心"),
    ]
    library.add(make_extraction(agency="甲市档案馆", facts=facts))
    compared = _compared(library.browsing(), Dimension.AGENCY, "甲市档案馆")
    assert sorted(quotes for _, _, cells in compared for quotes in cells.values()) == [[n] for n in "12345"]


def test_side_by_side_is_paged_too(browsing: Browsing) -> None:
    page = browsing.side_by_side(Selection(), Dimension.AGENCY, columns=["甲市档案馆"], limit=1, offset=1)
    assert (len(page.lines), page.total) == (1, 3)
    assert browsing.side_by_side(Selection(text="没有这一行"), Dimension.YEAR, columns=["2021"]).total == 0
