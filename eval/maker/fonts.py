"""The two fonts of made PDFs: one that is embedded where it is installed, and one that is only named."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

FONT_FILES = (
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
)
EMBEDDED, NAMED = "MadeSans", "STSong-Light"


@cache
def font(wanted: str) -> str:
    """The reportlab name of an "embedded" or "named" font. Without a font file all are named ones."""
    file = next((path for path in FONT_FILES if path.exists()), None)
    if wanted == "embedded" and file is not None:
        pdfmetrics.registerFont(TTFont(EMBEDDED, str(file)))
        return EMBEDDED
    pdfmetrics.registerFont(UnicodeCIDFont(NAMED))
    return NAMED


@cache
def _width(character: str, name: str) -> float:
    return float(pdfmetrics.stringWidth(character, name, 1000)) / 1000


def text_width(text: str, name: str, size: float) -> float:
    return sum(_width(character, name) for character in text) * size
