"""What stands above, in or under a grid and belongs to it: title, number, unit, owner, notes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.amounts import find_unit
from extractors.headings import load_headings, squeeze
from extractors.matrix import Matrix
from extractors.model import Grid, Line, Page
from extractors.quantities import Unit

LINES_ABOVE = 7
"""How far up a caption may reach: title, its second line, number, owner, unit, date, a contents-like heading."""
LINES_BELOW = 3
_UNIT_LABEL = "单位："
META_ROWS = 6
"""Most rows that a title, number, owner and unit take inside a grid."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What was found near one grid. `lines` are the texts taken, nearest last."""

    title: str = ""
    number: str | None = None
    unit: Unit | None = None
    unit_source: str = "none"
    owner: str = ""
    notes: tuple[str, ...] = ()
    continued: bool = False
    unit_over_title: bool = False  # the unit stands further up than the title: it may be that of a table above

    def over(self, other: Caption) -> Caption:
        """This caption, completed by what only the other one states."""
        return Caption(
            self.title or other.title,
            self.number or other.number,
            self.unit or other.unit,
            self.unit_source if self.unit else other.unit_source,
            self.owner or other.owner,
            (*self.notes, *other.notes),
            self.continued or other.continued,
            self.unit_over_title if self.unit else other.unit_over_title,
        )

    def without_unit(self) -> Caption:
        return replace(self, unit=None, unit_source="none", unit_over_title=False)


def caption_above(lines: Sequence[Line], source: str = "above") -> Caption:
    """Read the lines over a grid, from the nearest up, until one that belongs to something else."""
    texts = [squeeze(line.text) for line in lines][-LINES_ABOVE:]
    taken: list[str] = []
    for text in reversed(texts):
        if load_headings().captions["sentence"].search(text) or _is_page_mark(text):
            break
        taken.append(text)
    return _read(taken, source)


def caption_inside(matrix: Matrix) -> tuple[Caption, int]:
    """The caption printed in the first rows of the grid itself, and how many rows it takes."""
    rows = 0
    texts: list[str] = []
    while rows < min(META_ROWS, matrix.rows - 1) and _is_meta_row(matrix, rows):
        texts[:0] = reversed(_line_texts(matrix, rows))
        rows += 1
    while rows and not matrix.texts(rows - 1):
        rows -= 1  # a blank row under the caption is the table's own business
    return _read(texts, "inside"), rows


def notes_below(lines: Sequence[Line]) -> Caption:
    """Notes under a grid (备注：…故此表无数据), joined over their lines, and a unit printed there."""
    words = load_headings().captions
    texts = [line.text.strip() for line in lines]
    notes: list[str] = []
    for i, text in enumerate(texts):
        if words["note"].search(squeeze(text)):
            notes.append("".join(texts[i:]))
            break
        if i >= LINES_BELOW:
            break
    unit = next((u for t in texts[:LINES_BELOW] if words["unit_line"].search(squeeze(t)) and (u := find_unit(t))), None)
    return Caption(unit=unit, unit_source="below" if unit else "none", notes=tuple(notes))


def lines_between(page: Page, top: float, bottom: float) -> list[Line]:
    """The page's lines whose middle lies between two heights."""
    return [line for line in page.lines if line.bbox and top <= (line.bbox[1] + line.bbox[3]) / 2 <= bottom]


def lines_above(page: Page, grid: Grid, previous: Grid | None) -> list[Line]:
    """The lines between a grid and the one before it on the page."""
    if grid.bbox is None:
        first = previous.last_line + 1 if previous else 0
        return list(page.lines[first : grid.first_line])
    top = previous.bbox[3] if previous and previous.bbox else float("-inf")
    return lines_between(page, top, grid.bbox[1])


def lines_below(page: Page, grid: Grid, following: Grid | None) -> list[Line]:
    """The lines between a grid and the next one on the page."""
    if grid.bbox is None:
        last = following.first_line if following else len(page.lines)
        return list(page.lines[grid.last_line + 1 : last])
    bottom = following.bbox[1] if following and following.bbox else float("inf")
    return lines_between(page, grid.bbox[3], bottom)


def _read(texts: Sequence[str], source: str) -> Caption:
    """`texts` are without white space, the nearest to the table first."""
    words = load_headings().captions
    title, number, unit, owner = "", None, None, ""
    unit_over_title = False
    texts = _with_whole_lines(texts)
    for i, text in enumerate(texts):
        if unit is None and words["unit_line"].search(text):
            unit = find_unit(text) or find_unit(_UNIT_LABEL + text[-2:].lstrip(":："))
            unit_over_title = bool(title and unit)
        if not owner and words["owner"].search(text):
            owner = text
        elif number is None and words["number"].fullmatch(text) and words["number_word"].search(text):
            number = text.rstrip(":：")
        elif not title and _is_title(text):
            title = _whole_title(words["title_unit"].sub("", text), texts[i + 1 : i + 2], texts[:i])
    if unit is None:
        # The unit line may be broken over two lines: 单位：万 / 元.
        unit = next((find_unit(b + a) for a, b in itertools.pairwise(texts) if a == "元"), None)
    return Caption(
        title,
        number,
        unit,
        source if unit else "none",
        owner,
        (),
        bool(words["continued"].search(title)),
        unit_over_title,
    )


def is_cut_bracket(text: str) -> bool:
    """Whether a line closes a bracket that it does not open: it ends what the line above begins."""
    return text.count("）") + text.count(")") > text.count("（") + text.count("(")


def _with_whole_lines(texts: Sequence[str]) -> list[str]:
    """A table number may be broken before its last character (预算04 / 表), a title within its brackets."""
    word = load_headings().captions["number_word"]
    whole: list[str] = []
    for text in reversed(texts):
        if whole and ((word.fullmatch(text) and whole[-1][-1:].isdigit()) or is_cut_bracket(text)):
            whole[-1] += text
        else:
            whole.append(text)
    return whole[::-1]


def _is_title(text: str) -> bool:
    words = load_headings().captions
    text = words["title_unit"].sub("", text)
    if words["owner"].search(text) or words["unit_line"].search(text) or len(text) < 4 or len(text) > 70:
        return False
    return bool(words["title_end"].search(text) and words["title_any"].search(text))


def _whole_title(text: str, above: Sequence[str], below: Sequence[str]) -> str:
    """A title broken over two lines: the part above has no table word of its own and no other job."""
    words = load_headings().captions
    if above:
        head = above[0]
        busy = words["owner"].search(head) or words["unit_line"].search(head) or words["number"].fullmatch(head)
        starts_late = not text[:1].isdigit() and len(text) < 12
        if starts_late and not busy and not words["title_end"].search(head) and head[:1].isdigit() and len(head) > 8:
            return head + text
    return text


def _is_page_mark(text: str) -> bool:
    return bool(text) and all(c in "-—–第页0123456789 ·" for c in text) and not text.startswith("表")


def _line_texts(matrix: Matrix, row: int) -> list[str]:
    """The visual lines of a row's cells, for a whole caption may stand in one cell; a name that is wrapped is whole."""
    owner = load_headings().captions["owner"]
    texts: list[str] = []
    for cell in (cell for cell in matrix.row(row) if cell.row == row):
        lines = [flat for line in cell.text.split("\n") if (flat := squeeze(line))]
        texts += ["".join(lines)] if lines and owner.search("".join(lines)) else lines
    return texts


def _is_meta_row(matrix: Matrix, row: int) -> bool:
    words = load_headings().captions
    texts = _line_texts(matrix, row)
    if not texts:
        return True
    if any(cell.row_span > 1 for cell in matrix.row(row) if cell.text.strip()):
        return False
    alone = len(matrix.texts(row)) == 1
    roles = [
        words["owner"].search(t)
        or (i and words["owner"].fullmatch(texts[i - 1]))
        or words["unit_line"].search(t)
        or (words["number"].fullmatch(t) and words["number_word"].search(t))
        or (alone and _is_title(t))
        for i, t in enumerate(texts)
    ]
    # In a cell that holds a title, a short last line is the rest of a name that was too long.
    return all(roles) or (alone and bool(roles[0]) and len(roles) > 1 and all(roles[:-1]))
