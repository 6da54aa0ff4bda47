"""Rulings of a grid, drawn in the ways in which office programs and printers leave them in a PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from reportlab.pdfgen.canvas import Canvas

Box = tuple[float, float, float, float]  # x0, top, x1, bottom, downwards from the top of the page
Segment = tuple[float, float, float, float]
WIDTH = 0.5  # points


def draw_grid(canvas: Canvas, boxes: Iterable[Box], ruling: str, height: float, header_bottom: float) -> None:
    """`height` is that of the page; `header_bottom` is where the three-line style has its second line."""
    cells = list(boxes)
    if not cells or ruling == "none":
        return
    canvas.setLineWidth(WIDTH)
    if ruling == "cells":
        for x0, top, x1, bottom in cells:
            canvas.rect(x0, height - bottom, x1 - x0, bottom - top, stroke=1, fill=0)
        return
    if ruling == "three":
        left, right = min(cell[0] for cell in cells), max(cell[2] for cell in cells)
        for y in (min(cell[1] for cell in cells), header_bottom, max(cell[3] for cell in cells)):
            canvas.line(left, height - y, right, height - y)
        return
    edges = _edges(cells)
    if ruling == "segments":
        for x0, top, x1, bottom in edges:
            canvas.line(x0, height - top, x1, height - bottom)
        return
    for x0, top, x1, bottom in _merged(edges):
        if ruling == "rectangles":
            _rectangle(canvas, (x0, top, x1, bottom), height)
        elif ruling == "curves":
            path = canvas.beginPath()
            path.moveTo(x0, height - top)
            path.curveTo(x0, height - top, x1, height - bottom, x1, height - bottom)
            canvas.drawPath(path)
        else:
            canvas.line(x0, height - top, x1, height - bottom)


def _rectangle(canvas: Canvas, line: Segment, height: float) -> None:
    x0, top, x1, bottom = line
    canvas.rect(x0, height - bottom - WIDTH / 2, max(x1 - x0, WIDTH), max(bottom - top, WIDTH), stroke=0, fill=1)


def _edges(cells: Iterable[Box]) -> list[Segment]:
    """The four sides of every cell, each once."""
    sides: set[Segment] = set()
    for x0, top, x1, bottom in cells:
        sides |= {(x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)}
    return sorted((round(a, 2), round(b, 2), round(c, 2), round(d, 2)) for a, b, c, d in sides)


def _merged(edges: Iterable[Segment]) -> list[Segment]:
    """Sides that lie on one line and touch, as one."""
    across: dict[float, list[tuple[float, float]]] = defaultdict(list)
    down: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for x0, top, x1, bottom in edges:
        if top == bottom:
            across[top].append((x0, x1))
        else:
            down[x0].append((top, bottom))
    lines = [(start, y, end, y) for y, parts in across.items() for start, end in _spans(parts)]
    return lines + [(x, start, x, end) for x, parts in down.items() for start, end in _spans(parts)]


def _spans(parts: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1][1] + 0.05:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
