from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from extractors.pdf.rectangles import edges_to_tables
from extractors.picture_grid import rulings

DOTS = 2.0


def table(*, columns: int = 3, rows: int = 4, width: int = 80, height: int = 40) -> Image.Image:
    picture = Image.new("L", (400, 300), 255)
    pen = ImageDraw.Draw(picture)
    for column in range(columns + 1):
        pen.line((50 + column * width, 50, 50 + column * width, 50 + rows * height), fill=0, width=2)
    for row in range(rows + 1):
        pen.line((50, 50 + row * height, 50 + columns * width, 50 + row * height), fill=0, width=2)
    return picture


def test_rulings_make_cells() -> None:
    ruled = rulings(np.asarray(table()), DOTS)
    edges = [(x0 / DOTS, top / DOTS, x1 / DOTS, bottom / DOTS) for x0, top, x1, bottom in ruled.edges]
    tables = edges_to_tables(edges)
    assert [len(cells) for cells in tables] == [12]
    assert ruled.marks == ()


def test_rulings_are_erased_and_figures_stay() -> None:
    picture = table()
    ImageDraw.Draw(picture).rectangle((70, 62, 74, 78), fill=0)  # as a 1
    ruled = rulings(np.asarray(picture), DOTS)
    assert ruled.marks == ((70, 62, 75, 79),)
    assert ruled.pixels[50, 60] == 255
    assert ruled.pixels[70, 72] == 0


def test_strokes_of_a_large_letter_are_no_rulings() -> None:
    picture = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(picture).rectangle((100, 100, 150, 150), outline=0, width=4)  # as 口
    ruled = rulings(np.asarray(picture), DOTS)
    assert ruled.edges == ()
    assert ruled.marks == ((100, 100, 151, 151),)


def test_dirt_is_no_ink() -> None:
    picture = table()
    ImageDraw.Draw(picture).point([(80, 70), (81, 70)], fill=0)
    assert rulings(np.asarray(picture), DOTS).marks == ()


def test_a_faded_ruling_is_made_whole() -> None:
    picture = table()
    ImageDraw.Draw(picture).rectangle((110, 85, 122, 95), fill=255)
    ruled = rulings(np.asarray(picture), DOTS)
    edges = [(x0 / DOTS, top / DOTS, x1 / DOTS, bottom / DOTS) for x0, top, x1, bottom in ruled.edges]
    assert [len(cells) for cells in edges_to_tables(edges)] == [12]
