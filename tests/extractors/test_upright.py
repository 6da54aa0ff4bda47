from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extractors.upright import Upright, quarter_turns, skew_of, straighten, turned, without_seals


def lines(size: tuple[int, int] = (600, 800)) -> Image.Image:
    """A page of text from afar."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for top in range(80, 720, 30):
        for x in range(60, 540, 14):
            pen.rectangle((x, top, x + 9, top + 12), fill="black")
    return picture


@pytest.mark.parametrize("angle", [-3.0, -0.8, 0.0, 0.4, 1.0])
def test_the_skew_is_found(angle: float) -> None:
    crooked = lines().rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    assert skew_of(np.asarray(crooked.convert("L"))) == pytest.approx(-angle, abs=0.1)


def test_a_point_of_the_straight_picture_leads_to_the_crooked_one() -> None:
    picture = lines()
    ImageDraw.Draw(picture).rectangle((290, 390, 310, 410), fill="black")
    crooked = picture.rotate(2.0, Image.Resampling.BICUBIC, fillcolor="white")
    upright = straighten(crooked, 1.0)
    x, y, _ = upright.to_source @ (upright.size[0] / 2, upright.size[1] / 2, 1.0)
    assert (x, y) == pytest.approx((300, 400), abs=1)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_quarter_turn_can_be_taken_back(turns: int) -> None:
    pixels = np.arange(12, dtype=np.uint8).reshape(3, 4)
    result = turned(Upright(pixels, np.eye(3)), turns)
    height, width = result.pixels.shape
    for y in range(height):
        for x in range(width):
            source_x, source_y, _ = result.to_source @ (x + 0.5, y + 0.5, 1.0)
            assert pixels[int(source_y), int(source_x)] == result.pixels[y, x]


def test_text_is_turned_until_it_can_be_read() -> None:
    page = Upright(np.zeros((100, 100), np.uint8), np.eye(3))
    wide, tall = [(10, 10, 90, 20)], [(10, 10, 20, 90)]
    assert quarter_turns(page, wide, lambda pieces: 0.95) == 0
    assert quarter_turns(page, tall, lambda pieces: 0.95) == 3
    answers = iter([0.4, 0.9])
    assert quarter_turns(page, wide, lambda pieces: next(answers)) == 2
    assert quarter_turns(page, [], lambda pieces: 0.0) == 0


def test_a_seal_goes_and_the_text_under_it_stays() -> None:
    picture = Image.new("RGB", (300, 300), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((140, 100, 160, 200), fill="black")
    pen.ellipse((90, 90, 210, 210), outline=(220, 40, 50), width=6)
    pen.rectangle((20, 20, 40, 40), fill=(220, 40, 50))  # a red letter
    grey = without_seals(np.asarray(picture), 1.0)
    assert grey[150, 93] == 255
    assert grey[150, 150] == 0
    assert grey[30, 30] < 150
