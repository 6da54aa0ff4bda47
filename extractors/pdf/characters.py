"""A page's characters with their boxes, those that paper does not show apart from the others."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.errors import TooLarge
from extractors.glyphs import Glyph
from extractors.pdf.drawing import INVISIBLE_RENDER_MODES, WHITE, Drawing
from extractors.pdf.view import View

MAX_GLYPHS_PER_PAGE = 200_000
GENERATED = frozenset({0x20, 0x2D, 0xAD, 0xFFFE})
"""Characters that PDFium puts in where the file has none: spaces between words, hyphens at line ends."""
PUNCTUATION = frozenset(map(ord, ",.;:，。、；：．"))
MIN_FONT_POINTS = 2.0
"""Smaller text cannot be read on paper: it is hidden, whatever it says."""


SPACE = 0x20
TURN_SAMPLE = 60
"""So many characters, all over the page, tell which way its text runs."""
MOSTLY = 0.6


class TextLayer:
    """The characters of one open page. Use it as a context manager: PDFium's handle lives as long."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._textpage = page.get_textpage()
        self._handle = self._textpage.raw
        self._count = raw.FPDFText_CountChars(self._handle)
        self._rotation = raw.FPDFPage_GetRotation(page.raw)
        self.shown: list[Glyph] = []
        self.hidden: list[Glyph] = []

    def __enter__(self) -> TextLayer:
        return self

    def __exit__(self, *_: object) -> None:
        self._textpage.close()

    def turns_to_upright(self) -> int:
        """By how many quarters, clockwise, the page as displayed must be turned for most of its text to run from left
        to right: a wide table is often printed sideways on an upright page."""
        quarters: Counter[int] = Counter()
        for i in range(0, self._count, max(1, self._count // TURN_SAMPLE)):
            if raw.FPDFText_GetUnicode(self._handle, i) > SPACE and not raw.FPDFText_IsGenerated(self._handle, i):
                quarters[round(-raw.FPDFText_GetCharAngle(self._handle, i) / (math.pi / 2)) % 4] += 1
        if not quarters:
            return 0
        (most, number), *_ = quarters.most_common(1)
        return (most - self._rotation) % 4 if number >= MOSTLY * quarters.total() else 0

    def drawn_together(self, one: Glyph, other: Glyph) -> bool:
        """Whether the file draws two characters as one piece of text."""
        objects = [raw.FPDFText_GetTextObject(self._handle, glyph.order) for glyph in (one, other)]
        addresses = [ctypes.cast(found, ctypes.c_void_p).value for found in objects]
        return addresses[0] is not None and addresses[0] == addresses[1]

    def read(self, view: View, drawing: Drawing) -> None:
        """Fills `shown` and `hidden`, in the order in which the page draws them."""
        handle, to_page = self._handle, view.box
        width, height, odd = view.width, view.height, drawing.has_odd_text
        count = self._count
        if count > MAX_GLYPHS_PER_PAGE:
            raise TooLarge(f"One page has {count} characters; more than {MAX_GLYPHS_PER_PAGE} are not read.")
        rect = raw.FS_RECTF()
        reference = ctypes.byref(rect)
        get_code, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
        for i in range(count):
            code = get_code(handle, i)
            if code < 32 or (code in GENERATED and raw.FPDFText_IsGenerated(handle, i) == 1):
                continue
            if not get_box(handle, i, reference):
                continue
            x0, top, x1, bottom = to_page(rect.left, rect.bottom, rect.right, rect.top)
            if code in PUNCTUATION and self.shown:
                top, bottom = _on_line_of(self.shown[-1], x0, top, bottom)
            glyph = Glyph(_character(code), x0, top, x1, bottom, i)
            is_on_page = 0 <= x0 + x1 <= 2 * width and 0 <= top + bottom <= 2 * height
            is_legible = bottom - top >= MIN_FONT_POINTS
            if is_on_page and is_legible and not (odd and _is_invisible(handle, i, glyph, drawing)):
                self.shown.append(glyph)
            elif not glyph.text.isspace():
                self.hidden.append(glyph)


def _on_line_of(before: Glyph, x0: float, top: float, bottom: float) -> tuple[float, float]:
    """Top and bottom of a punctuation mark: its neighbour's, where it follows that closely.

    A mark is often taken from another font than the letters, whose box lies higher or lower, up to the next line.
    """
    height = before.size
    follows = -0.3 * height <= x0 - before.x1 <= 0.6 * height
    near = abs(top + bottom - before.top - before.bottom) < 2 * height
    return (before.top, before.bottom) if follows and near else (top, bottom)


def _character(code: int) -> str:
    if code in (0xA0, 0x3000):  # no-break and ideographic space
        return " "
    return chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _is_invisible(handle: Any, index: int, glyph: Glyph, drawing: Drawing) -> bool:
    text_object = raw.FPDFText_GetTextObject(handle, index)
    if text_object and raw.FPDFTextObj_GetTextRenderMode(text_object) in INVISIBLE_RENDER_MODES:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFText_GetFillColor(handle, index, red, green, blue, alpha):
        return False
    if alpha.value == 0:
        return True
    x, y = glyph.center
    on_paper = not any(b[0] <= x <= b[2] and b[1] <= y <= b[3] for b in drawing.dark)
    return on_paper and min(red.value, green.value, blue.value) >= WHITE
