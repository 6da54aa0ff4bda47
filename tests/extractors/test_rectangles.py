"""Cells between rulings, beside pdfplumber's own search for them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from pdfplumber.table import TableFinder

from extractors.frames import close_rows
from extractors.model import BBox
from extractors.pdf.rectangles import cells_to_tables, edges_to_tables


class FinderPage:
    """What pdfplumber's table finder reads of a page."""

    def __init__(self, edges: list[BBox]) -> None:
        self.bbox = (0.0, 0.0, 600.0, 800.0)
        self.edges = [
            {
                "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
                "orientation": "h" if top == bottom else "v", "object_type": "line",
            }
            for x0, top, x1, bottom in edges
        ]  # fmt: skip


def plumbed(edges: list[BBox]) -> list[set[BBox]]:
    return [set(table.cells) for table in TableFinder(FinderPage(close_rows(edges))).tables]


def sheet(xs: list[float], ys: list[float]) -> list[BBox]:
    """Every ruling of a full grid, cut into the sides of its cells."""
    down = [(x, top, x, bottom) for x in xs for top, bottom in pairwise(ys)]
    return [*down, *((left, y, right, y) for y in ys for left, right in pairwise(xs))]


lattice = st.integers(0, 8).map(lambda k: 20.0 * k)
nudges = st.sampled_from([0.0, 0.0, 0.5, 1.0])


@st.composite
def rulings(draw: st.DrawFn) -> BBox:
    at, (start, end) = draw(lattice) + draw(nudges), sorted((draw(lattice), draw(lattice)))
    return (at, start, at, end) if draw(st.booleans()) else (start, at, end, at)


@settings(max_examples=300, deadline=None)
@given(st.lists(rulings(), min_size=4, max_size=40))
def test_cells_are_those_of_pdfplumber(edges: list[BBox]) -> None:
    def rounded(tables: list[set[BBox]]) -> list[set[BBox]]:
        return [{tuple(round(side, 6) for side in cell) for cell in table} for table in tables]  # type: ignore[misc]

    assert rounded([set(table) for table in edges_to_tables(edges)]) == rounded(plumbed(edges))


def test_a_merged_cell_is_one_rectangle() -> None:
    edges = [edge for edge in sheet([0, 50, 100], [0, 20, 40]) if edge != (50, 0, 50, 20)]
    assert edges_to_tables(edges) == [[(0, 0, 100, 20), (0, 20, 50, 40), (50, 20, 100, 40)]]


def test_two_grids_are_two_tables_from_top_to_bottom() -> None:
    lower, upper = sheet([0, 50, 100], [200, 220]), sheet([0, 50, 100], [0, 20])
    assert [table[0] for table in edges_to_tables([*lower, *upper])] == [(0, 0, 50, 20), (0, 200, 50, 220)]


def test_a_frame_alone_is_no_table() -> None:
    assert edges_to_tables(sheet([0, 100], [0, 20])) == []


def test_nearly_touching_pieces_are_one_ruling_and_specks_are_none() -> None:
    edges = [*sheet([0, 50, 100], [0, 20, 40]), (25, 0, 25, 2)]
    nudged = [(x0, top + 1, x1, bottom + 1) if top == bottom == 20 and x0 else (x0, top, x1, bottom)
              for x0, top, x1, bottom in edges]  # fmt: skip
    assert [len(table) for table in edges_to_tables(nudged)] == [4]


def test_cells_that_share_a_corner_are_one_table() -> None:
    chain = [
        (0.0, 0.0, 1.0, 1.0),
        (5.0, 5.0, 6.0, 6.0),
        (1.0, 1.0, 2.0, 2.0),
        (6.0, 6.0, 7.0, 7.0),
        (9.0, 0.0, 10.0, 1.0),
    ]
    assert cells_to_tables(chain) == [[chain[0], chain[2]], [chain[1], chain[3]]]
