"""A page's picture → the same picture in grey, without seals, straight and upright.

    picture → seals dropped → skew measured → straightened → turned by quarters so that its text can be read

Every step is a change of the picture and of the map from it back to the picture that came in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Transform = NDArray[np.float64]
"""3 × 3, for pixels (x, y, 1)."""
PixelBox = tuple[int, int, int, int]
"""(x0, top, x1, bottom), the last pixel not included."""

WHITE = 255
MAX_SKEW_DEGREES = 5.0
SKEW_STEPS = (0.5, 0.1, 0.025)
"""The skew is looked for in ever finer steps."""
SKEW_SIDE = 1200
"""Pixels of the longer side on which the skew is measured."""
RED_DISTANCE = 40
"""How much more red than green and blue makes red ink."""
SEAL_POINTS = 55.0
"""Seals are 30 mm (85 points) and more across both ways; red letters are smaller, red lines are thin."""
SEAL_GAP_POINTS = 4.0
SEAL_INK = 150
"""In the red channel red ink is brighter than this, black ink under it darker."""
TALL = 1.5
"""A box of text this many times as high as wide is a line that runs upwards or downwards."""
READS_WELL = 0.85
SAMPLE = 6


@dataclass(frozen=True, slots=True)
class Upright:
    """A grey picture to read, and the map from its pixels to those of the picture that it was made from."""

    pixels: Pixels
    to_source: Transform

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)"""
        return self.pixels.shape[1], self.pixels.shape[0]


def straighten(picture: Image.Image, dots_per_point: float) -> Upright:
    """Without seals and skew; it may still be sideways or upside down."""
    grey = without_seals(np.asarray(picture.convert("RGB")), dots_per_point)
    angle = skew_of(grey)
    if abs(angle) < SKEW_STEPS[-1]:
        return Upright(grey, np.eye(3))
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    new_width, new_height = round(height * sine + width * cosine), round(height * cosine + width * sine)
    turn[0, 2] += (new_width - width) / 2
    turn[1, 2] += (new_height - height) / 2
    turned = cv2.warpAffine(grey, turn, (new_width, new_height), flags=cv2.INTER_CUBIC, borderValue=WHITE)
    return Upright(turned.astype(np.uint8), np.linalg.inv(np.vstack([turn, (0.0, 0.0, 1.0)])))


def without_seals(rgb: Pixels, dots_per_point: float) -> Pixels:
    """Grey. Where a seal is, only the red channel counts: it shows red ink as paper and black ink as it is."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.uint8)
    channels = rgb.astype(np.int16)
    red = (channels[..., 0] - channels[..., 1:].max(axis=2) > RED_DISTANCE).astype(np.uint8)
    if not red.any():
        return grey
    reddish = cv2.dilate(red, np.ones((5, 5), np.uint8)) > 0  # with the pale pixels at the edges of ink
    gap = max(1, round(SEAL_GAP_POINTS * dots_per_point))
    joined = cv2.dilate(red, np.ones((gap, gap), np.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(joined)
    for x, y, width, height, _ in found[1:]:
        if min(width, height) >= SEAL_POINTS * dots_per_point:
            area = (slice(y, y + height), slice(x, x + width))
            seen = rgb[..., 0][area]
            grey[area] = np.where(reddish[area] & (seen > SEAL_INK), WHITE, seen)
    return grey


def ink_of(grey: Pixels) -> Pixels:
    """255 where there is ink darker than the paper around it, on whatever shade of paper."""
    ink = cv2.adaptiveThreshold(grey, WHITE, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 18)
    return ink.astype(np.uint8)


def skew_of(grey: Pixels) -> float:
    """Degrees by which to turn the picture anticlockwise, so that its lines run along rows or columns of pixels."""
    scale = min(1.0, SKEW_SIDE / max(grey.shape))
    small = ink_of(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA).astype(np.uint8))
    small = cv2.GaussianBlur(small, (5, 5), 0).astype(np.uint8)  # else turning blurs, and no turn looks sharpest
    best, reach = 0.0, MAX_SKEW_DEGREES
    for step in SKEW_STEPS:
        around = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(around, key=lambda angle: _sharpness(small, float(angle))))
        reach = step
    return best


def _sharpness(ink: Pixels, angle: float) -> float:
    """How abruptly the amount of ink changes from one row (and column) of pixels to the next."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR)
    profiles = (turned.sum(axis=1, dtype=np.float64), turned.sum(axis=0, dtype=np.float64))
    return float(sum(np.square(np.diff(profile)).sum() for profile in profiles))


def quarter_turns(upright: Upright, boxes: Sequence[PixelBox], confidence: Callable[[list[Pixels]], float]) -> int:
    """How many quarters anticlockwise make the text readable. `confidence` reads some pieces of it."""
    tall = sum(bottom - top for x0, top, x1, bottom in boxes if bottom - top > TALL * (x1 - x0))
    wide = sum(x1 - x0 for x0, top, x1, bottom in boxes if x1 - x0 > TALL * (bottom - top))
    longest = sorted(boxes, key=lambda box: -max(box[2] - box[0], box[3] - box[1]))[:SAMPLE]
    pieces = [upright.pixels[top:bottom, x0:x1] for x0, top, x1, bottom in longest]
    best, best_confidence = 0, 0.0
    for turns in (3, 1) if tall > wide else (0, 2):
        sure = confidence([np.ascontiguousarray(np.rot90(piece, turns)) for piece in pieces])
        if sure > best_confidence:
            best, best_confidence = turns, sure
        if sure >= READS_WELL:
            break
    return best


def turned(upright: Upright, turns: int) -> Upright:
    """Turned by quarters anticlockwise."""
    width, height = upright.size
    back: dict[int, list[list[float]]] = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        1: [[0, -1, width], [1, 0, 0], [0, 0, 1]],
        2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        3: [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
    }
    pixels = np.ascontiguousarray(np.rot90(upright.pixels, turns))
    return Upright(pixels, upright.to_source @ np.array(back[turns % 4], dtype=np.float64))
