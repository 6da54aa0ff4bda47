"""Every character ends in exactly one cell."""

from __future__ import annotations

import itertools

from extractors.glyphs import Glyph, glyphs_to_lines, row_to_segment
from extractors.grids import cells_to_grid
from extractors.model import BBox


def word(text: str, x: float, top: float, *, run: int = 0, width: float = 10.0) -> list[Glyph]:
    """Characters side by side; `run` marks those that are drawn as one piece."""
    return [Glyph(c, x + i * width, top, x + (i + 1) * width, top + 10, run) for i, c in enumerate(text)]


def boxes(columns: list[float], rows: list[float]) -> list[BBox]:
    return [(x0, y0, x1, y1) for y0, y1 in itertools.pairwise(rows) for x0, x1 in itertools.pairwise(columns)]


def texts(cell_boxes: list[BBox], glyphs: list[Glyph]) -> dict[tuple[int, int], str]:
    grid = cells_to_grid(1, cell_boxes, glyphs, lambda one, other: one.order == other.order)
    return {(cell.row, cell.column): cell.text for cell in grid.cells}


def test_a_merged_cell_spans_rows_and_columns() -> None:
    cells: list[BBox] = [(0, 0, 100, 20), (0, 20, 50, 40), (50, 20, 100, 40)]
    grid = cells_to_grid(1, cells, word("支出", 10, 5))
    assert [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells] == [
        (0, 0, 1, 2, "支出"),
        (1, 0, 1, 1, ""),
        (1, 1, 1, 1, ""),
    ]


def test_figures_glued_to_the_next_label_are_cut_at_the_ruling() -> None:
    glyphs = word("829.31", 20, 5, run=1, width=5) + word("一、基本", 50, 5, run=1)
    assert texts(boxes([0, 50, 100], [0, 20]), glyphs) == {(0, 0): "829.31", (0, 1): "一、基本"}


def test_a_label_that_runs_over_its_cell_stays_whole() -> None:
    glyphs = word("个人和家庭的补助", 2, 5, run=1) + word("4.82", 100, 5, run=2, width=5)
    assert texts(boxes([0, 70, 130], [0, 20]), glyphs) == {(0, 0): "个人和家庭的补助", (0, 1): "4.82"}


def test_letters_of_neighbouring_cells_that_are_drawn_apart_are_not_joined() -> None:
    glyphs = word("类", 0, 5, run=1) + word("款", 10, 5, run=2) + word("项", 20, 5, run=3)
    assert texts(boxes([0, 10, 20, 30], [0, 20]), glyphs) == {(0, 0): "类", (0, 1): "款", (0, 2): "项"}


def test_a_frame_around_other_cells_keeps_only_its_own_rows() -> None:
    cells: list[BBox] = [(0, 0, 100, 60), *boxes([0, 50, 100], [20, 40, 60])]
    grid = cells_to_grid(1, cells, word("收入预算总表", 10, 5) + word("合计", 5, 25))
    assert [(c.row, c.row_span, c.text) for c in grid.cells if c.text] == [(0, 1, "收入预算总表"), (1, 1, "合计")]


def test_two_lines_in_a_cell_stay_two_lines() -> None:
    glyphs = word("国有资本经", 0, 2) + word("营预算", 0, 14)
    assert texts(boxes([0, 60], [0, 30]), glyphs) == {(0, 0): "国有资本经\n营预算"}


def test_bold_by_printing_twice_is_read_once() -> None:
    glyphs = [glyph for c in zip(word("合计", 0, 5), word("合计", 0.4, 5), strict=True) for glyph in c]
    assert [line.text for line in glyphs_to_lines(glyphs)] == ["合计"]


def test_a_wide_gap_is_a_space() -> None:
    line = glyphs_to_lines(word("单位名称", 0, 5) + word("单位", 200, 5))[0]
    assert line.text == "单位名称 单位"


def test_a_row_knows_where_its_characters_are() -> None:
    row = word("单位", 10, 5) + word("名称", 100, 5)
    segment = row_to_segment(row)
    assert segment is not None
    assert segment.text == "单位 名称"
    assert segment.edges == (row[0].x0, row[1].x0, row[1].x1, row[2].x0, row[3].x0, row[3].x1)
