"""The page as its reader sees it, and user space → points from the top left."""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extractors.errors import DamagedFile
from extractors.model import BBox


class View:
    """One page's size after /Rotate, and where a box of its user space is on it."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        box = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page.raw, box):
            raise DamagedFile("A page has no size.")
        self._box = (box.left, box.bottom, box.right, box.top)
        self._turns = raw.FPDFPage_GetRotation(page.raw) % 4
        across, down = box.right - box.left, box.top - box.bottom
        self.width, self.height = (down, across) if self._turns % 2 else (across, down)

    def box(self, left: float, bottom: float, right: float, top: float) -> BBox:
        x0, y0, x1, y1 = self._box
        match self._turns:
            case 0:
                return left - x0, y1 - top, right - x0, y1 - bottom
            case 1:
                return bottom - y0, left - x0, top - y0, right - x0
            case 2:
                return x1 - right, bottom - y0, x1 - left, top - y0
            case _:
                return y1 - top, x1 - right, y1 - bottom, x1 - left
