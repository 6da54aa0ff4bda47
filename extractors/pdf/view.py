"""The page as its reader sees it, and user space → points from the top left."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.errors import DamagedFile
from extractors.model import BBox


class View:
    """One page's size and where a box of its user space is on it, after /Rotate and `more_turns` (quarters, clockwise).

    `box(left, bottom, right, top)` takes user space and gives points from the top left of the turned page;
    `to_displayed` leads from there to the page as displayed: x' = ax + cy + e, y' = bx + dy + f.
    """

    box: Callable[[float, float, float, float], BBox]

    def __init__(self, page: pdfium.PdfPage, more_turns: int = 0) -> None:
        bounds = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page.raw, bounds):
            raise DamagedFile("A page has no size.")
        x0, y0, x1, y1 = bounds.left, bounds.bottom, bounds.right, bounds.top
        turns = (raw.FPDFPage_GetRotation(page.raw) + more_turns) % 4
        self.width, self.height = (y1 - y0, x1 - x0) if turns % 2 else (x1 - x0, y1 - y0)
        self.box = (
            lambda left, bottom, right, top: (left - x0, y1 - top, right - x0, y1 - bottom),
            lambda left, bottom, right, top: (bottom - y0, left - x0, top - y0, right - x0),
            lambda left, bottom, right, top: (x1 - right, bottom - y0, x1 - left, top - y0),
            lambda left, bottom, right, top: (y1 - top, x1 - right, y1 - bottom, x1 - left),
        )[turns]
        self.is_turned = more_turns % 4 != 0
        self.displayed = (self.height, self.width) if more_turns % 2 else (self.width, self.height)
        width, height = self.displayed
        self.to_displayed = (
            (1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
            (0.0, -1.0, 1.0, 0.0, 0.0, height),
            (-1.0, 0.0, 0.0, -1.0, width, height),
            (0.0, 1.0, -1.0, 0.0, width, 0.0),
        )[more_turns % 4]
