from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from extractors.model import BBox, Cell, Column, Role, Table
from ui.evidence import GAP, HEADING, INK, LINE, ROW, TINT, Highlights, box_in_pixels, draw, find_highlights

WHITE = (255, 255, 255)
PLACE = (20.0, 40.0, 60.0, 50.0)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.png"
    Image.new("RGB", (200, 300), "white").save(path)
    return path


def _drawn(page: Path, marked: Highlights) -> Image.Image:
    return Image.open(io.BytesIO(draw(page, marked, scale=2.0))).convert("RGB")


def test_the_box_is_drawn_around_the_place(page: Path) -> None:
    picture = _drawn(page, Highlights(PLACE))
    left, top, right, bottom = box_in_pixels(PLACE, picture.size, 2.0)
    assert (left, top, right, bottom) == (38, 78, 122, 102)
    assert [picture.getpixel(at) for at in ((left, 90), (right, 90), (80, top), (80, bottom))] == [INK] * 4
    assert picture.getpixel((left - 1, 90)) == WHITE
    assert picture.getpixel((80, 90)) == TINT


def test_row_and_headings_are_tinted_and_ink_on_them_stays_black(page: Path) -> None:
    with Image.open(page) as plain:
        plain.putpixel((30, 90), (0, 0, 0))
        plain.save(page)
    picture = _drawn(page, Highlights(None, ((10.0, 40.0, 20.0, 50.0),), ((10.0, 10.0, 20.0, 20.0),)))
    assert [picture.getpixel(at) for at in ((24, 90), (30, 90), (24, 30), (60, 60))] == [ROW, (0, 0, 0), HEADING, WHITE]


def test_without_a_place_the_page_stays_as_it_is(page: Path) -> None:
    assert _drawn(page, Highlights()).getcolors() == [(200 * 300, WHITE)]


def test_a_box_at_the_edge_stays_on_the_page() -> None:
    assert box_in_pixels((0.0, 0.0, 100.0, 150.0), (200, 300), 2.0) == (0, 0, 199, 299)


def test_gap_and_line_are_what_the_reader_sees(page: Path) -> None:
    picture = _drawn(page, Highlights(PLACE))
    left = round((20.0 - GAP) * 2)
    assert picture.getpixel((left + LINE - 1, 90)) == INK
    assert picture.getpixel((left + LINE, 90)) == TINT


def _box(row: int, column: int, columns: int = 1) -> BBox:
    return (100.0 * column, 20.0 * row, 100.0 * (column + columns), 20.0 * row + 20.0)


def _table() -> Table:
    """收入 | 支出 side by side: a heading over two columns each, under it 项目 and 预算数; two pages."""
    headings = ("收入", "项目", Role.LABEL), ("收入", "预算数", Role.AMOUNT)
    headings += ("支出", "项目", Role.LABEL), ("支出", "预算\n数", Role.AMOUNT)
    columns = tuple(Column(n, (lane, name), role, lane=n // 2) for n, (lane, name, role) in enumerate(headings))
    heads = [Cell(1, 0, 0, "收入", _box(0, 0, 2), 1, 2), Cell(1, 0, 2, "支 出", _box(0, 2, 2), 1, 2)]
    heads += [Cell(1, 1, n, column.path[1], _box(1, n)) for n, column in enumerate(columns)]
    body = [Cell(1, 2, n, text, _box(2, n)) for n, text in enumerate(["税", "5.00", "接待费", "4.00"])]
    tail = [Cell(2, 3, n, text, _box(0, n)) for n, text in enumerate(["费", "1.00", "培训费", "2.00"])]
    return Table(1, "收支总表", None, "balance", None, "none", (1, 2), (), 4, 2, columns, tuple(heads + body + tail))


def test_the_row_is_that_of_its_lane_and_the_headings_are_those_of_its_column() -> None:
    marked = find_highlights([_table()], 1, _box(2, 3))
    assert marked == Highlights(_box(2, 3), (_box(2, 2), _box(2, 3)), (_box(0, 2, 2), _box(1, 3)))


def test_a_page_that_repeats_no_heading_has_none_to_tint() -> None:
    assert find_highlights([_table()], 2, _box(0, 1)) == Highlights(_box(0, 1), (_box(0, 0), _box(0, 1)), ())


@pytest.mark.parametrize("place", [(1, (0.0, 0.0, 7.0, 7.0)), (9, _box(2, 3))])
def test_what_is_no_cell_is_boxed_alone(place: tuple[int, BBox]) -> None:
    assert find_highlights([_table()], *place) == Highlights(place[1])
    assert find_highlights([_table()], 1, None) == Highlights()
