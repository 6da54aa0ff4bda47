"""A page's characters with their boxes, those that paper does not show apart from the others."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.errors import TooLarge
from extractors.glyphs import Glyph
from extractors.pdf.drawing import INVISIBLE_RENDER_MODES, WHITE, Drawing
from extractors.pdf.view import View

MAX_GLYPHS_PER_PAGE = 200_000
MIN_FONT_POINTS = 2.0
"""Smaller text cannot be read on paper: it is hidden, whatever it says."""


def read_characters(page: pdfium.PdfPage, view: View, drawing: Drawing) -> tuple[list[Glyph], list[Glyph]]:
    """The page's visible characters, and the hidden ones."""
    textpage = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(textpage.raw)
        if count > MAX_GLYPHS_PER_PAGE:
            raise TooLarge(f"One page has {count} characters; more than {MAX_GLYPHS_PER_PAGE} are not read.")
        shown: list[Glyph] = []
        hidden: list[Glyph] = []
        rect = raw.FS_RECTF()
        reference = ctypes.byref(rect)
        handle, to_page = textpage.raw, view.box
        for i in range(count):
            code = raw.FPDFText_GetUnicode(handle, i)
            if code < 32 or raw.FPDFText_IsGenerated(handle, i) == 1:
                continue
            if not raw.FPDFText_GetLooseCharBox(handle, i, reference):
                continue
            size = raw.FPDFText_GetFontSize(handle, i)
            box = to_page(rect.left, rect.bottom, rect.right, rect.top)
            glyph = Glyph(_character(code), *box, size, _run(raw.FPDFText_GetTextObject(handle, i)))
            if _is_seen(glyph, view) and not (drawing.has_odd_text and _is_invisible(handle, i, glyph, drawing)):
                shown.append(glyph)
            elif not glyph.text.isspace():
                hidden.append(glyph)
        return shown, hidden
    finally:
        textpage.close()


def _run(text_object: Any) -> int:
    """The address of a text object: good for telling objects of one open page apart, and for nothing else."""
    return ctypes.cast(text_object, ctypes.c_void_p).value or 0


def _character(code: int) -> str:
    if code in (0xA0, 0x3000):  # no-break and ideographic space
        return " "
    return chr(code) if code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _is_seen(glyph: Glyph, view: View) -> bool:
    x, y = glyph.center
    return 0 <= x <= view.width and 0 <= y <= view.height and glyph.bottom - glyph.top >= MIN_FONT_POINTS


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
