from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from ui.evidence import GAP, INK, LINE, box_in_pixels, boxed


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.png"
    Image.new("RGB", (200, 300), "white").save(path)
    return path


def test_the_box_is_drawn_around_the_place(page: Path) -> None:
    picture = boxed(page, (20.0, 40.0, 60.0, 50.0), scale=2.0)
    left, top, right, bottom = box_in_pixels((20.0, 40.0, 60.0, 50.0), picture.size, 2.0)
    assert (left, top, right, bottom) == (38, 78, 122, 102)
    assert [picture.getpixel(at) for at in ((left, 90), (right, 90), (80, top), (80, bottom))] == [INK[:3]] * 4
    assert picture.getpixel((left - 1, 90)) == (255, 255, 255)
    tinted = picture.getpixel((80, 90))
    assert isinstance(tinted, tuple) and tinted[0] == 255 and tinted[2] < 255


def test_without_a_place_the_page_stays_as_it_is(page: Path) -> None:
    colours = boxed(page, None).getcolors()
    assert colours == [(200 * 300, (255, 255, 255))]


def test_a_box_at_the_edge_stays_on_the_page() -> None:
    assert box_in_pixels((0.0, 0.0, 100.0, 150.0), (200, 300), 2.0) == (0, 0, 199, 299)


def test_gap_and_line_are_what_the_reader_sees(page: Path) -> None:
    picture = boxed(page, (20.0, 40.0, 60.0, 50.0), scale=2.0)
    left = round((20.0 - GAP) * 2)
    assert picture.getpixel((left + LINE - 1, 90)) == INK[:3]
    assert picture.getpixel((left + LINE, 90)) != INK[:3]
