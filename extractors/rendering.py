"""The page of a PDF as a picture, made in a reader process: a target for `extractors.isolation`.

A target takes a path and one text, which for a rendering says the page and the scale: "3 2.0".
"""

from __future__ import annotations

import io
from pathlib import Path

TARGET = "extractors.rendering:render"


def request(page: int, scale: float) -> str:
    return f"{page} {scale}"


def render(path: Path, *, file_name: str) -> bytes:
    """The PNG that the request asks for; IndexError where there is no such page."""
    from extractors.pdf import render_page  # only the reader process needs PDFium

    page, scale = file_name.split()
    picture = io.BytesIO()
    render_page(path, int(page), float(scale)).save(picture, "PNG")
    return picture.getvalue()
