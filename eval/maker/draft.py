"""A disclosure that is ready to be printed, whatever the format, and where printing put its figures."""

from __future__ import annotations

from dataclasses import dataclass, field

from eval.maker.prose import Narrative, Paragraph
from eval.maker.setting import Setting
from eval.maker.sheet import ABOVE, LEFT, Cell, Entry, Sheet, printed
from eval.maker.style import Style


@dataclass(slots=True)
class Draft:
    setting: Setting
    name: str  # of the file, with its ending
    cover: list[str]
    date: str
    narrative: Narrative
    sheets: list[Sheet]
    tables_heading: str
    owner_line: str
    unit_line: str  # with {unit}
    listed_titles: list[str]  # in the contents list
    hidden: Paragraph | None = None

    @property
    def style(self) -> Style:
        return self.setting.style

    def entries(self) -> list[Entry]:
        prose = [entry for paragraph in self.paragraphs() for entry in paragraph.entries()]
        return prose + [entry for sheet in self.sheets for entry in sheet.entries()]

    def paragraphs(self) -> list[Paragraph]:
        return [*self.narrative.overview, *self.narrative.figures, *self.narrative.glossary]


@dataclass(slots=True)
class Printed:
    """A file's bytes, and for each figure (by identity) the page that it came out on; 0 where formats have none."""

    content: bytes
    pages: int
    page_of: dict[int, int] = field(default_factory=dict)  # id(entry) or id(paragraph) → page
    blanks: dict[tuple[int, int, int], int] = field(default_factory=dict)  # id(sheet), row, column → page
    tables: dict[int, tuple[int, ...]] = field(default_factory=dict)  # id(sheet) → pages


def settle(draft: Draft) -> None:
    """Decides what every figure prints as."""
    for sheet in draft.sheets:
        for entry in sheet.entries():
            _settle(entry, sheet.unit, sheet.decimals)
    for paragraph in draft.paragraphs():
        for entry in paragraph.entries():
            _settle(entry, entry.unit, entry.decimals or 0)


def _settle(entry: Entry, unit: str, decimals: int) -> None:
    if entry.is_money:
        entry.value = printed(entry.amount, entry.unit or unit, decimals if entry.decimals is None else entry.decimals)
    else:
        entry.value = round(entry.amount, decimals if entry.decimals is None else entry.decimals)


def cell_text(cell: Cell, style: Style, decimals: int) -> str:
    """Amounts with the style's separators; None as the style prints nothing."""
    if isinstance(cell, Entry):
        return number(cell, style.thousands)
    if cell is None:
        return f"{0:.{decimals}f}" if style.zero == "0.00" else style.zero
    return "" if cell in (LEFT, ABOVE) else cell


def number(entry: Entry, thousands: bool) -> str:
    return format(entry.value, ",f" if thousands else "f")


def sentence(paragraph: Paragraph) -> tuple[str, list[tuple[int, Entry]]]:
    """The text, and where in it each figure begins."""
    text, places = "", []
    for piece in paragraph.pieces:
        if isinstance(piece, Entry):
            places.append((len(text), piece))
            text += f"{piece.value:f}{piece.unit}"
        else:
            text += piece
    return text, places


def preface(draft: Draft, sheet: Sheet) -> tuple[list[tuple[str, str]], list[list[str]]]:
    """Lines above the table as (left or centre or right, text), and rows inside the grid above its headings."""
    style, unit = draft.style, draft.unit_line.format(unit=sheet.unit_printed)
    width = len(sheet.roles)
    title = f"{sheet.title}（{unit}）" if style.unit_place == "title" else sheet.title
    above: list[tuple[str, str]] = []
    inside: list[list[str]] = []
    if sheet.number:
        right = unit if style.unit_place == "number line" else ""
        above.append(("sides", f"{sheet.number}\t{right}"))
    elif style.unit_place == "number line":
        above.append(("right", unit))
    if style.title_in_grid:
        inside.append([title, *([LEFT] * (width - 1))])
    else:
        above.append(("title", title))
    if style.unit_place == "above":
        above.append(("sides", f"{draft.owner_line}\t{unit}"))
    elif style.unit_place == "grid":
        half = max(1, sheet.roles.find("a") if "a" in sheet.roles[1:] else width // 2)
        inside.append([draft.owner_line, *([LEFT] * (half - 1)), unit, *([LEFT] * (width - half - 1))])
    return above, inside
