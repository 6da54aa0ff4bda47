"""The page on view as a picture, with the cited place boxed."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

from extractors.model import BBox

SCALE = 2.0  # pixels per point
INK = (200, 30, 45, 255)
TINT = (255, 214, 10, 70)
LINE = 3  # pixels
GAP = 1.0  # points between the place and its box


def boxed(page: Path, bbox: BBox | None, *, scale: float = SCALE) -> Image.Image:
    """The rendered page with a box around `bbox` (points from the top-left corner); as it is without one."""
    with Image.open(page) as file:
        picture = file.convert("RGBA")
    if bbox is None:
        return picture.convert("RGB")
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    ImageDraw.Draw(layer).rectangle(box_in_pixels(bbox, picture.size, scale), fill=TINT, outline=INK, width=LINE)
    return Image.alpha_composite(picture, layer).convert("RGB")


def box_in_pixels(bbox: BBox, size: tuple[int, int], scale: float) -> tuple[int, int, int, int]:
    """Where the box is drawn, kept on the page."""
    x0, top, x1, bottom = bbox
    width, height = size
    return (
        max(0, round((x0 - GAP) * scale)),
        max(0, round((top - GAP) * scale)),
        min(width - 1, round((x1 + GAP) * scale)),
        min(height - 1, round((bottom + GAP) * scale)),
    )
