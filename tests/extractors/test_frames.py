"""Rows that a page break leaves open."""

from __future__ import annotations

import time
from pathlib import Path

from extractors.frames import close_rows
from extractors.model import BBox
from extractors.pdf import read_pdf
from tests.extractors.sheet import Sheet


def grid(top: float, *, first_line: bool) -> list[BBox]:
    """Two columns, two rows of 20 points, drawn in pieces as word processors do."""
    rows = [top, top + 20, top + 40]
    across = [(50.0, y, 250.0, y) for y in rows[0 if first_line else 1 :]]
    down = [(x, y, x, y + 19.5) for x in (50.0, 150.0, 250.0) for y in rows[:-1]]
    return [*across, *down]


def test_an_open_row_is_closed() -> None:
    assert close_rows(grid(70, first_line=False))[-1] == (50.0, 70, 250.0, 70)


def test_a_closed_grid_stays_as_it_is() -> None:
    edges = grid(70, first_line=True)
    assert close_rows(edges) == edges


def test_stubs_and_single_lines_close_nothing() -> None:
    edges = [(50.0, 90.0, 250.0, 90.0), (50.0, 70.0, 50.0, 90.0), (250.0, 70.0, 250.0, 90.0)]
    assert close_rows(edges) == edges


def test_thousands_of_lines_take_no_time() -> None:
    edges = [edge for i in range(2500) for edge in grid(70 + i % 50 * 40, first_line=i % 2 == 0)]
    start = time.perf_counter()
    close_rows(edges)
    assert time.perf_counter() - start < 2


def test_the_first_row_of_a_page_without_a_line_over_it_is_read(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for y in (120, 140):
        sheet.canvas.line(50, 842 - y, 350, 842 - y)
    for x in (50, 150, 350):
        sheet.canvas.line(x, 842 - 100, x, 842 - 140)
    sheet.text(60, 104, "30108").text(200, 104, "1,326.81").text(60, 124, "30109").text(200, 124, "530.72")
    cells = [cell.text for cell in read_pdf(sheet.save()).grids[0].cells]
    assert cells == ["30108", "1,326.81", "30109", "530.72"]
