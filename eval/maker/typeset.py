"""A draft to PDF: cover, contents, prose, tables. Coordinates run downwards from the top of the page as displayed."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.pagesizes import A4

from eval.maker.draft import Draft, Printed, cell_text, preface, sentence
from eval.maker.fonts import font
from eval.maker.grid_lines import Box, draw_grid
from eval.maker.lines import wrapped
from eval.maker.paper import FORM_SCALE, MARGIN, WIDE, Paper
from eval.maker.prose import Paragraph
from eval.maker.sheet import ABOVE, LEFT, Cell, Entry, Sheet
from eval.maker.style import Style
from eval.maker.table_layout import LEADING, Laid, lay_out

PROSE_MARGIN = 78.0  # points
PACKED_GAP = 26.0
SHIFT = 2.2  # points that the figures of a shifted column stand lower
SPREAD = range(3, 7)  # characters of labels that are spread


def typeset(draft: Draft) -> Printed:
    return _Press(draft).run()


class _Press:
    def __init__(self, draft: Draft) -> None:
        self._draft, self._style = draft, draft.style
        self._paper = Paper(draft.cover[0], font(draft.style.font), running_head=draft.style.running_head)
        self._printed = Printed(b"", 0)
        self._table_page = 0  # where the last table ended

    def run(self) -> Printed:
        self._cover()
        if self._style.contents:
            self._contents()
        told = self._draft.narrative
        self._prose(told.overview)
        if self._style.tables_first:
            self._tables()
            self._prose([*told.figures, *told.glossary])
        else:
            self._prose([*told.figures, *told.glossary])
            self._tables()
        self._printed.content, self._printed.pages = self._paper.content(), self._paper.page
        return self._printed

    # ------------------------------------------------------------------------------------------------ prose

    def _cover(self) -> None:
        self._paper.new_page()
        y = 250.0
        for line in self._draft.cover:
            for part in wrapped(line, self._paper.width - 2 * PROSE_MARGIN, self._paper.font, 24):
                self._paper.text(self._paper.width / 2, y, part, 24, "centre")
                y += 42
        self._paper.text(self._paper.width / 2, 640, self._draft.date, 14, "centre")

    def _contents(self) -> None:
        self._paper.new_page()
        self._paper.text(self._paper.width / 2, 110, "目　录", 18, "centre")
        y = 150.0
        headings = [p for p in self._draft.paragraphs() if p.heading]
        for paragraph in headings:
            text, _ = sentence(paragraph)
            self._paper.text(PROSE_MARGIN + (20 if paragraph.heading == 2 else 0), y, text, 11)
            y += 19
        self._paper.text(PROSE_MARGIN, y, self._draft.tables_heading, 11)
        for title in self._draft.listed_titles:
            y += 17
            self._paper.text(PROSE_MARGIN + 20, y, title, 10)

    def _prose(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paper.new_page()
        size = self._style.prose_size
        for paragraph in paragraphs:
            text, figures = sentence(paragraph)
            scale = size * (1.25 if paragraph.heading == 1 else 1.05 if paragraph.heading else 1)
            indent = 0.0 if paragraph.heading == 1 else 2 * scale
            room = self._paper.width - 2 * PROSE_MARGIN
            start = 0
            for number, line in enumerate(wrapped(text, room, self._paper.font, scale, indent)):
                if self._paper.y + scale * 1.75 > self._paper.height - 60:
                    self._paper.new_page()
                self._paper.y += scale * 1.75
                self._prose_line(paragraph, line, indent if number == 0 else 0.0, scale)
                for place, entry in figures:
                    if start <= place < start + len(line):
                        self._printed.page_of[id(entry)] = self._paper.page
                if number == 0:
                    self._printed.page_of[id(paragraph)] = self._paper.page
                start += len(line)
        if self._draft.hidden and paragraphs[0] in self._draft.narrative.figures:
            self._hidden(self._draft.hidden)

    def _prose_line(self, paragraph: Paragraph, line: str, indent: float, size: float) -> None:
        if paragraph.heading == 1:
            self._paper.text(self._paper.width / 2, self._paper.y, line, size, "centre")
        else:
            self._paper.text(PROSE_MARGIN + indent, self._paper.y, line, size)

    def _hidden(self, paragraph: Paragraph) -> None:
        self._paper.canvas.setFillColorRGB(1, 1, 1)
        self._paper.text(PROSE_MARGIN, self._paper.height - 50, sentence(paragraph)[0], 9)
        self._paper.canvas.setFillColorRGB(0, 0, 0)

    # ------------------------------------------------------------------------------------------------ tables

    def _tables(self) -> None:
        for sheet in self._draft.sheets:
            self._sheet(sheet)

    def _sheet(self, sheet: Sheet) -> None:
        style = self._style
        above, inside = preface(self._draft, sheet)
        rows = [[_text_of(cell, style, sheet) for cell in row] for row in sheet.rows]
        ghosts = "" if sheet.is_form else style.ghosts
        ghost_row = [[""] * len(sheet.roles)] if ghosts in ("row", "both") else []
        texts, roles, weights = [*inside, *sheet.header, *ghost_row, *rows], sheet.roles, list(sheet.weights)
        if ghosts in ("columns", "both"):
            texts = [[*row, LEFT if i < len(inside) else ""] for i, row in enumerate(texts)]
            roles, weights = roles + "g", [*weights, 0.35]
        first = len(inside) + len(sheet.header)
        room, fount = self._table_width() - 2 * MARGIN, self._paper.font
        laid = lay_out(texts, roles, weights, room, fount, style.font_size, style.padding, first, style.narrow_numbers)
        self._make_room(sum(laid.heights))
        for kind, text in above:
            self._caption(kind, text)
        self._paper.y += 7
        pages = self._grid(sheet, laid, roles, len(inside), first, first + len(ghost_row))
        self._printed.tables[id(sheet)] = tuple(pages)
        unit = [self._draft.unit_line.format(unit=sheet.unit_printed)] if style.unit_place == "below" else []
        for note in [*unit, *sheet.notes]:
            self._paper.y += 15
            self._paper.text(MARGIN, self._paper.y, note, 9)
        self._table_page = self._paper.page

    def _table_width(self) -> float:
        width: float = A4[0] if self._style.page == "portrait" else WIDE
        return width / FORM_SCALE if self._style.in_form else width

    def _make_room(self, height: float) -> None:
        """A new page, unless tables are packed and this one fits under the last."""
        fits = self._paper.y + height + PACKED_GAP + 90 < self._paper.height - 62
        if self._style.packed and self._table_page == self._paper.page and fits:
            self._paper.y += PACKED_GAP
        else:
            self._paper.new_page(self._style.page, in_form=self._style.in_form)

    def _caption(self, kind: str, text: str) -> None:
        if kind == "title":
            for line in wrapped(text, self._paper.width - 2 * MARGIN, self._paper.font, 15):
                self._paper.y += 24
                self._paper.text(self._paper.width / 2, self._paper.y, line, 15, "centre")
            return
        self._paper.y += 15
        left, _, right = text.partition("\t") if kind == "sides" else ("", "", text)
        self._paper.text(MARGIN, self._paper.y, left, 9)
        self._paper.text(self._paper.width - MARGIN, self._paper.y, right, 9, "right")

    def _grid(self, sheet: Sheet, laid: Laid, roles: str, preface_rows: int, first: int, body: int) -> list[int]:
        """Draws it over as many pages as it needs, and notes the page of every figure."""
        bottom = self._paper.height - 62
        pages = [self._paper.page]
        row = 0
        while row < len(laid.texts):
            on_page: list[int] = []
            y = self._paper.y
            if row and self._style.repeats_header:
                on_page = list(range(preface_rows, first))
                y += sum(laid.heights[r] for r in on_page)
            while row < len(laid.texts) and (row < body + 1 or y + laid.heights[row] <= bottom):
                on_page.append(row)
                y += laid.heights[row]
                row += 1
            self._piece(sheet, laid, roles, on_page, first, body)
            if row < len(laid.texts):
                self._paper.new_page(self._style.page, in_form=self._style.in_form)
                bottom = self._paper.height - 62
                pages.append(self._paper.page)
        return pages

    def _piece(self, sheet: Sheet, laid: Laid, roles: str, on_page: list[int], first: int, body: int) -> None:
        x_of = [MARGIN]
        for width in laid.widths:
            x_of.append(x_of[-1] + width)
        top_of: dict[int, float] = {}
        y = self._paper.y
        for r in on_page:
            top_of[r] = y
            y += laid.heights[r]
        boxes: list[Box] = []
        for (r, c), (last_row, last_column) in laid.spans.items():
            if r not in top_of:
                continue
            box = (x_of[c], top_of[r], x_of[last_column + 1], top_of[r] + sum(laid.heights[r : last_row + 1]))
            boxes.append(box)
            self._cell(laid, (r, c), box, roles, first)
            if r >= body and c < len(sheet.roles):
                self._note(sheet, r - body, c)
        heads = [top_of[r] + laid.heights[r] for r in on_page if r < first]
        draw_grid(self._paper.canvas, boxes, self._style.ruling, self._paper.height, max(heads, default=self._paper.y))
        self._paper.y = y

    def _note(self, sheet: Sheet, row: int, column: int) -> None:
        cell = sheet.rows[row][column]
        if isinstance(cell, Entry):
            self._printed.page_of[id(cell)] = self._paper.page
        elif cell is None:
            self._printed.blanks[id(sheet), row, column] = self._paper.page

    def _cell(self, laid: Laid, place: tuple[int, int], box: Box, roles: str, first: int) -> None:
        lines = laid.lines[place]
        if not lines:
            return
        r, c = place
        x0, top, x1, bottom = box
        padding, size = self._style.padding, laid.size
        is_title = first and r == 0 and self._style.title_in_grid
        spanning = laid.spans[place][1] - c
        is_figure = roles[c] == "a" and not laid.texts[r][c][:1].isalpha()
        align = "centre" if r < first else "right" if is_figure else "left"
        if r >= first and (roles[c] == "c" or spanning or laid.texts[r][c] in ("合计", "合  计")):
            align = "centre"
        y = top + (bottom - top - len(lines) * size * LEADING) / 2 + size * 1.02
        if self._style.shifted and r >= first and roles[c] == "a" and c % 2:
            y += SHIFT
        if self._style.spread and r >= first and roles[c] == "l" and len(lines) == 1 and len(lines[0]) in SPREAD:
            self._spread(lines[0], (x0 + padding + size, x1 - padding - size), y, size)
            return
        for line in lines:
            x = {"left": x0 + padding, "right": x1 - padding, "centre": (x0 + x1) / 2}[align]
            self._paper.text(x, y, line, size + (2 if is_title else 0), align)
            y += size * LEADING

    def _spread(self, text: str, span: tuple[float, float], y: float, size: float) -> None:
        """One character after the other with gaps, as distributed paragraphs have them."""
        left, right = span
        step = min((right - left - size) / (len(text) - 1), 2.2 * size)
        for number, character in enumerate(text):
            self._paper.text(left + number * step, y, character, size)


def _text_of(cell: Cell, style: Style, sheet: Sheet) -> str:
    return cell if cell in (LEFT, ABOVE) and isinstance(cell, str) else cell_text(cell, style, sheet.decimals)
