"""A disclosure to PDF: cover, contents, prose in portrait, each table on a page of its own; all of reportlab is here.

The font is embedded as a subset, so that the pages look the same on every machine; nothing in the file depends on the
day or the machine it was built on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from samples.disclosure import Disclosure, Part, SampleTable

FONT = "SampleSans"
MARGIN = 56.0  # points
GREY = Color(0.45, 0.45, 0.45)
AMOUNT = re.compile(r"[\d,]+\.\d+")
CODE = re.compile(r"\d+")


def _style(name: str, size: float, **options: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=FONT, fontSize=size, leading=size * 1.6, wordWrap="CJK", **options)


COVER = _style("cover", 24, alignment=TA_CENTER, spaceAfter=14)
COVER_SMALL = _style("cover small", 12, alignment=TA_CENTER, textColor=GREY)
PART = _style("part", 18, alignment=TA_CENTER, spaceAfter=16)
SECTION = _style("section", 13, spaceBefore=10, spaceAfter=4)
BODY = _style("body", 11.5, firstLineIndent=23, spaceAfter=4)
TABLE_TITLE = _style("table title", 15, alignment=TA_CENTER, spaceAfter=4)
TABLE_LINE = _style("table line", 9)
TABLE_NOTE = _style("table note", 9, spaceBefore=6)
TABLE_LINE_RIGHT = _style("table line right", 9, alignment=TA_RIGHT)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=11.5, wordWrap="CJK")
CELL_CENTRED = ParagraphStyle("cell centred", parent=CELL, alignment=TA_CENTER)
CONTENTS = [_style("contents 0", 11.5, spaceBefore=4), _style("contents 1", 10.5, leftIndent=18)]
FRAMELESS = [("FONT", (0, 0), (-1, -1), FONT, 9), ("LEFTPADDING", (0, 0), (-1, -1), 0)]


class _Pages(BaseDocTemplate):
    """Portrait and landscape pages with a footer, and headings that report themselves to the table of contents."""

    def __init__(self, file: BytesIO, disclosure: Disclosure) -> None:
        super().__init__(file, pagesize=A4, title=disclosure.title[0], author="mingzhang", lang="zh-CN")
        self._notice = disclosure.notice
        for name, size in (("portrait", A4), ("landscape", landscape(A4))):
            frame = Frame(MARGIN, MARGIN, size[0] - 2 * MARGIN, size[1] - 2 * MARGIN, 0, 0, 0, 0)
            self.addPageTemplates(PageTemplate(name, [frame], onPage=self._footer, pagesize=size))

    def _footer(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        width: float = canvas._pagesize[0]
        canvas.setFont(FONT, 8)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, 30, self._notice)
        canvas.drawRightString(width - MARGIN, 30, str(canvas.getPageNumber()))

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 (reportlab's name)
        level = {"part": 0, "table title": 1}.get(getattr(getattr(flowable, "style", None), "name", ""))
        if level is not None:
            self.notify("TOCEntry", (level, flowable.getPlainText(), self.page))


def typeset(disclosure: Disclosure, font: Path) -> bytes:
    """The PDF's bytes; the same for the same disclosure, font and reportlab."""
    rl_config.invariant = 1
    pdfmetrics.registerFont(TTFont(FONT, str(font)))
    rl_config.canvas_basefontname = FONT  # else every page names Helvetica, which is not embedded
    file = BytesIO()
    _Pages(file, disclosure).multiBuild(list(_story(disclosure)))
    return file.getvalue()


def _story(disclosure: Disclosure) -> Iterator[Flowable]:
    yield Spacer(0, 200)
    yield from (Paragraph(line, COVER) for line in disclosure.title)
    yield Spacer(0, 60)
    yield Paragraph(disclosure.date, COVER_SMALL)
    yield PageBreak()
    yield Paragraph("目  录", _style("contents title", 18, alignment=TA_CENTER, spaceAfter=16))
    yield TableOfContents(levelStyles=CONTENTS, dotsMinLevel=0, tableStyle=TableStyle(FRAMELESS))
    for part in disclosure.parts:
        yield from _part(part, disclosure.owner)


def _part(part: Part, owner: str) -> Iterator[Flowable]:
    yield NextPageTemplate("portrait")
    yield PageBreak()
    yield Paragraph(part.heading, PART)
    for section in part.sections:
        if section.heading:
            yield Paragraph(section.heading, SECTION)
        yield from (Paragraph(text, BODY) for text in section.text)
    for table in part.tables:
        yield NextPageTemplate("landscape" if table.landscape else "portrait")
        yield PageBreak()
        yield from _table_page(table, owner)


def _table_page(table: SampleTable, owner: str) -> Iterator[Flowable]:
    width = (A4[1] if table.landscape else A4[0]) - 2 * MARGIN
    if table.number:
        yield Paragraph(table.number, TABLE_LINE)
    yield Paragraph(table.title, TABLE_TITLE)
    lines = [[Paragraph(owner, TABLE_LINE), Paragraph(table.unit, TABLE_LINE_RIGHT)]]
    yield Table(lines, colWidths=[width * 0.7, width * 0.3], style=FRAMELESS)
    yield _grid(table, width)
    yield from (Paragraph(note, TABLE_NOTE) for note in table.notes)


def _grid(table: SampleTable, width: float) -> Table:
    content: list[list[Any]] = [[""] * len(row) for row in table.grid]
    style: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, black),
        ("FONT", (0, 0), (-1, -1), FONT, 9),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 3.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
    ]
    for cell in table.cells():
        first, last = (cell.column, cell.row), (cell.last_column, cell.last_row)
        if first != last:
            style.append(("SPAN", first, last))
        if AMOUNT.fullmatch(cell.text):
            style.append(("ALIGN", first, last, "RIGHT"))
            content[cell.row][cell.column] = cell.text
        else:
            centred = cell.row < len(table.header) or CODE.fullmatch(cell.text) or cell.text == "合计"
            content[cell.row][cell.column] = Paragraph(cell.text, CELL_CENTRED if centred else CELL)
    scale = width / sum(table.widths)
    return Table(
        content,
        colWidths=[share * scale for share in table.widths],
        repeatRows=len(table.header) if table.repeat_header else 0,
        style=style,
    )
