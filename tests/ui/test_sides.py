from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from rag.findings import DERIVED, STATED, Side
from ui.evidence import INK, box_in_pixels
from ui.sides import AROUND, CHECKED_AGAINST, DASH, SCALE, TALLEST, draw, extent

STATED_SIDE = Side("a", 1, (100.0, 300.0, 200.0, 312.0), "49.3%", "增减", STATED)
OTHER_SIDE = Side("a", 1, (300.0, 300.0, 400.0, 312.0), "14 万元", "预算", DERIVED)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.png"
    Image.new("RGB", (round(595 * SCALE), round(842 * SCALE)), "white").save(path)
    return path


def _drawn(page: Path, *sides: Side) -> Image.Image:
    return Image.open(io.BytesIO(draw(page, sides))).convert("RGB")


def test_both_sides_are_boxed_where_they_stand(page: Path) -> None:
    picture = _drawn(page, STATED_SIDE, OTHER_SIDE)
    top, _ = extent([STATED_SIDE.bbox, OTHER_SIDE.bbox], 842.0)  # type: ignore[list-item]
    for side, colour in ((STATED_SIDE, INK), (OTHER_SIDE, CHECKED_AGAINST)):
        assert side.bbox
        x0, y0, x1, _ = box_in_pixels(side.bbox, (893, 1263), SCALE)
        assert picture.getpixel((x0, y0 - round(top * SCALE))) == colour
        line = [picture.getpixel((x, y0 - round(top * SCALE))) for x in range(x0, x1)]
        assert (colour in line[DASH : 2 * DASH]) == (side.role == STATED), "only what is stated has a solid box"


def test_the_part_around_the_sides_is_shown(page: Path) -> None:
    assert _drawn(page, STATED_SIDE).height == pytest.approx((12 + 2 * AROUND) * SCALE, abs=2)


def test_sides_far_apart_show_the_stated_one() -> None:
    top, bottom = extent([(0, 40, 10, 50), (0, 800, 10, 810)], 842.0)
    assert (bottom - top, top <= 40 and bottom >= 50) == (TALLEST, True)
    top, bottom = extent([(0, 800, 10, 810), (0, 40, 10, 50)], 842.0)
    assert top <= 800 and bottom >= 810


def test_without_a_box_the_whole_page_is_shown(page: Path) -> None:
    assert _drawn(page, Side("a", 1, None, "x", "x", STATED)).size == (892, 1263)
