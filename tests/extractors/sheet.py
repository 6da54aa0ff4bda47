"""Draws small disclosures as PDF for tests: text in a built-in Chinese font and ruled tables in several manners."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE = 10
ROW = 20.0

Row = Sequence[str]


@dataclass
class Sheet:
    """A PDF being drawn. Distances are from the top left, as in the project's own coordinates."""

    path: Path
    size: tuple[float, float] = (595.0, 842.0)
    canvas: Canvas = field(init=False)

    def __post_init__(self) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.canvas = Canvas(str(self.path), pagesize=self.size)
        self.canvas.setFont(FONT, SIZE)

    def text(self, x: float, top: float, text: str) -> Sheet:
        """Text whose baseline is 10 points under `top`."""
        self.canvas.drawString(x, self.size[1] - top - SIZE, text)
        return self

    def table(
        self,
        x: float,
        top: float,
        widths: Sequence[float],
        rows: Sequence[Row],
        *,
        merged: Sequence[tuple[int, int, int, int]] = (),
        manner: str = "lines",
    ) -> Sheet:
        """A ruled table. `merged` lists (row, column, rows, columns); `manner` is lines, thin, path or form."""
        edges = [x]
        for width in widths:
            edges.append(edges[-1] + width)
        inside = {
            (r, c): (row, column, height, width)
            for row, column, height, width in merged
            for r in range(row, row + height)
            for c in range(column, column + width)
        }
        segments = []
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                r0, c0, height, width = inside.get((r, c), (r, c, 1, 1))
                if (r0, c0) != (r, c):
                    continue
                left, right = edges[c], edges[c + width]
                upper, lower = top + r * ROW, top + (r + height) * ROW
                segments += [
                    (left, upper, right, upper),
                    (left, lower, right, lower),
                    (left, upper, left, lower),
                    (right, upper, right, lower),
                ]
                for i, line in enumerate(text.split("\n")):
                    self.text(left + 2, upper + 3 + i * SIZE, line)
        self._rule(segments, manner)
        return self

    def _rule(self, segments: Sequence[tuple[float, float, float, float]], manner: str) -> None:
        height = self.size[1]
        if manner == "thin":
            for x0, y0, x1, y1 in segments:
                self.canvas.rect(x0, height - y1, max(x1 - x0, 0.5), max(y1 - y0, 0.5), stroke=0, fill=1)
        elif manner == "form":
            self.canvas.beginForm("grid")
            for x0, y0, x1, y1 in segments:
                self.canvas.line(x0 - 30, height - y0 - 40, x1 - 30, height - y1 - 40)
            self.canvas.endForm()
            self.canvas.saveState()
            self.canvas.translate(30, 40)
            self.canvas.doForm("grid")
            self.canvas.restoreState()
            self.canvas.setFont(FONT, SIZE)
        elif manner == "path":
            path = self.canvas.beginPath()
            for x0, y0, x1, y1 in segments:
                path.moveTo(x0, height - y0)
                path.lineTo(x1, height - y1)
            self.canvas.drawPath(path)
        else:
            for x0, y0, x1, y1 in segments:
                self.canvas.line(x0, height - y0, x1, height - y1)

    def page(self) -> Sheet:
        self.canvas.showPage()
        self.canvas.setFont(FONT, SIZE)
        return self

    def save(self) -> Path:
        self.canvas.save()
        return self.path
