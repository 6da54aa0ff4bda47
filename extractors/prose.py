"""Lines → paragraphs: soft line breaks and page breaks undone, each under its section titles.

pages → prose lines → blocks of lines that run on → paragraphs with their sections
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extractors.amounts import find_amounts
from extractors.layout import Break, TextLine, columns, text_lines
from extractors.model import BBox, Grid, Page, Paragraph, Table
from extractors.phrases import load_layout

INDENT = 3.0
"""Half-width columns from which a line is indented; a new paragraph has four."""
LINE_ROOM = 3.0
"""What a full line may leave free besides the width of the next word: punctuation does not start a line."""
LARGER = 1.12
"""Share of the body's font size from which a short line is a title."""
TITLE_LEVEL = 0.5
"""The depth of a title without a number: just under 第…部分."""
MAX_HEADING = 50
"""In characters."""
FAR_BELOW = 2.2
"""Line heights from top to top after which the next line is no continuation."""

_MARKDOWN = re.compile(r"(?P<marks>#{1,6}\s+|[-*]\s+)?")
_BOLD = re.compile(r"\*\*|__")
_NEXT_WORD = re.compile(r"[A-Za-z0-9,.%]+|[（(][^（）()]{1,4}[)）].?|.")

Block = list[TextLine]


def read_paragraphs(pages: Sequence[Page], tables: Iterable[Table], grids: Iterable[Grid] = ()) -> list[Paragraph]:
    """The text outside tables. `grids` are the reader's own: for formats without geometry they say which lines are
    table lines. Lines of the contents list are paragraphs in the section (目录,)."""
    blocks = list(_blocks(text_lines(pages, tables, grids)))
    return list(_with_sections(blocks, _body_size(blocks)))


def _blocks(lines: Iterable[TextLine | Break]) -> Iterator[Block]:
    block: Block = []
    for line in lines:
        if isinstance(line, TextLine) and (not block or _runs_on(block[-1], line)):
            block.append(line)
            continue
        if block:
            yield block
        block = [line] if isinstance(line, TextLine) else []
    if block:
        yield block


def _runs_on(before: TextLine, line: TextLine) -> bool:
    """Whether `line` continues the paragraph that `before` belongs to."""
    layout = load_layout()
    if line.page > before.page + 1 or _is_far_below(before, line) or layout.leader.search(before.text):
        return False
    starts_item = level_of(line.text) is not None
    if before.is_centered or line.is_centered:
        return _is_second_title_line(before, line) and not starts_item
    if before.bbox is None and _ends_without_layout(before, line):
        return False
    if line.indent >= INDENT or _are_entries(before.text, line.text):
        return False
    if starts_item and (layout.sentence_end.search(before.text) or layout.clause_end.search(before.text)):
        return False
    return before.room < _first_word_columns(line.text) + LINE_ROOM


def _are_entries(before: str, text: str) -> bool:
    """Whether both lines are entries of a list, however wide: numbered both, or both the title of a table."""
    numbered = level_of(before) is not None and level_of(text) is not None
    return numbered or all(load_layout().table_title.search(line) for line in (before, text))


def _ends_without_layout(before: TextLine, line: TextLine) -> bool:
    """Whether a paragraph of a text export is over, where no margin or indent tells."""
    layout = load_layout()
    level, next_level = level_of(before.text), level_of(line.text)
    is_heading = level is not None and level <= 2 and layout.heading_end.search(before.text)
    starts_section = next_level is not None and next_level <= 1
    return bool(is_heading or starts_section or layout.sentence_end.search(before.text))


def _is_far_below(before: TextLine, line: TextLine) -> bool:
    if before.page != line.page or before.bbox is None or line.bbox is None:
        return False
    return line.bbox[1] - before.bbox[1] > FAR_BELOW * (before.bbox[3] - before.bbox[1])


def _is_second_title_line(before: TextLine, line: TextLine) -> bool:
    same_size = abs(before.size - line.size) < 0.5
    return before.is_centered and line.is_centered and same_size and before.page == line.page


def _first_word_columns(text: str) -> int:
    match = _NEXT_WORD.match(text)
    return columns(match.group()) if match else 0


def _body_size(blocks: Iterable[Block]) -> float:
    """The font size in which most characters are set; 0 where sizes are unknown."""
    weights: dict[float, int] = {}
    for block in blocks:
        for line in block:
            weights[line.size] = weights.get(line.size, 0) + len(line.text)
    return max(weights, key=lambda size: weights[size], default=0.0)


# -------------------------------------------------------------------------------------------- sections


def level_of(text: str) -> int | None:
    """The depth of the section number that the text starts with, from 0 (第一部分); None without a number."""
    for level, pattern in enumerate(load_layout().numbering):
        if pattern.match(text):
            return level
    return None


def without_number(title: str) -> str:
    """三、公用经费 → 公用经费."""
    for pattern in load_layout().numbering:
        match = pattern.match(title)
        if match:
            return title[match.end() :].strip()
    return title


def states_figures(paragraph: Paragraph) -> bool:
    """Not the contents list, and not the glossary, which explains 公务接待费 and states none."""
    layout = load_layout()
    in_contents = paragraph.section == (layout.contents_section,)
    return not in_contents and not any(layout.glossary.search(title) for title in paragraph.section)


def _with_sections(blocks: Iterable[Block], body_size: float) -> Iterator[Paragraph]:
    path: list[tuple[float, str]] = []
    contents = _Contents()
    names_part = False  # the paragraph before is 第一部分 and nothing else: its title follows
    for block in blocks:
        text, spans, marks = _joined(block)
        if not text:
            continue
        if contents.holds(text, block[0].page):
            yield Paragraph(text, (load_layout().contents_section,), False, spans)
            continue
        level = _heading_level(text, marks, block, body_size)
        if level is None and names_part and not load_layout().not_in_headings.search(text):
            level = TITLE_LEVEL
        names_part = load_layout().numbering[0].fullmatch(text) is not None
        if level is None:
            yield Paragraph(text, tuple(title for _, title in path), False, spans)
            continue
        names_table = load_layout().table_title.search(text) and level_of(text) is None
        path = _after_glossary(path) if names_table else [(depth, title) for depth, title in path if depth < level]
        yield Paragraph(text, tuple(title for _, title in path), True, spans)
        if not names_table:
            path.append((level, text))


def _after_glossary(path: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """Tables follow the glossary without a heading that closes it."""
    for i, (_, title) in enumerate(path):
        if load_layout().glossary.search(title):
            return path[:i]
    return path


def _heading_level(text: str, marks: str, block: Block, body_size: float) -> float | None:
    """The depth of a heading; None where the text is none."""
    layout, numbered = load_layout(), level_of(text)
    if numbered is not None and layout.heading_with_stop.search(text):
        text = text[:-1]
    is_sentence = layout.not_in_headings.search(text) or layout.date.fullmatch(text) or find_amounts(text)
    if len(text) > MAX_HEADING or is_sentence:
        return None
    if numbered is not None:
        return None if text.endswith(("：", ":")) and numbered > 2 else numbered
    is_larger = body_size > 0 and min(line.size for line in block) >= LARGER * body_size
    is_title = (is_larger or all(line.is_centered for line in block)) and not re.search("[：:]", text)
    return TITLE_LEVEL if marks.startswith("#") or is_title else None


class _Contents:
    """Follows the contents list from its title to the first heading that it listed."""

    def __init__(self) -> None:
        self._entries: set[str] = set()
        self._parts: list[str] = []
        self._open_page: int | None = None
        self._last_page = 0  # of what the list holds so far

    def holds(self, text: str, page: int) -> bool:
        """Whether this paragraph, the next in order, is part of the contents list."""
        layout = load_layout()
        if layout.contents_title.fullmatch(text):
            self._open_page = page
            self._entries.clear()
            self._parts.clear()
            return True
        if layout.leader.search(text):
            self._note(text, page)
            return True
        if self._open_page is not None and self._is_body(text, page):
            self._open_page = None
        if self._open_page is not None:
            self._note(text, page)
        return self._open_page is not None

    def _is_body(self, text: str, page: int) -> bool:
        is_listed = _entry(text) in self._entries or self._is_part_again(text, page)
        is_prose = load_layout().sentence_end.search(text) or len(text) > MAX_HEADING
        is_past_empty_list = not self._entries and page != self._open_page  # the list itself is a table
        return bool(is_listed or is_prose or is_past_empty_list)

    def _is_part_again(self, text: str, page: int) -> bool:
        """Whether a part that is listed begins, in whatever words; lists themselves may number two parts alike."""
        part = load_layout().numbering[0].match(text)
        if part is None or part.group() not in self._parts:
            return False
        return page > self._last_page or part.group() == self._parts[0]

    def _note(self, text: str, page: int) -> None:
        part = load_layout().numbering[0].match(text)
        self._entries.add(_entry(text))
        self._parts += [part.group()] if part else []
        self._last_page = page


def _entry(text: str) -> str:
    return re.sub(r"\s+|\d+$", "", load_layout().leader.sub("", text))


# -------------------------------------------------------------------------------------------- text


def _joined(block: Block) -> tuple[str, tuple[tuple[int, int, int, BBox | None], ...], str]:
    """The block as one text, where each piece of it came from, and the Markdown marks taken off its start."""
    text, marks = "", ""
    spans: list[tuple[int, int, int, BBox | None]] = []
    for line in block:
        piece, found = without_marks(line.text)
        marks = marks or found
        piece = without_layout_spaces(piece)
        if text and piece and text[-1].isascii() and text[-1].isalpha() and piece[0].isascii() and piece[0].isalpha():
            text += " "
        spans.append((len(text), len(text) + len(piece), line.page, line.bbox))
        text += piece
    return text, tuple(spans), marks


def without_marks(text: str) -> tuple[str, str]:
    """Text without Markdown's heading, bullet and bold marks, and the first two of them."""
    match = _MARKDOWN.match(text)
    marks = (match["marks"] or "") if match else ""
    return _BOLD.sub("", text[len(marks) :]).strip(), marks


def without_layout_spaces(text: str) -> str:
    """Spaces that justify a line or part digits from Chinese are dropped; those between words or columns stay."""
    words = text.split()
    kept = words[:1]
    for before, word in pairwise(words):
        kept.extend([" ", word] if _are_apart(before, word) else [word])
    return "".join(kept)


def _are_apart(before: str, word: str) -> bool:
    left, right = before[-1], word[0]
    if left.isascii() or right.isascii():
        return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    return len(before) > 1 and len(word) > 1 and left.isalnum() and right.isalnum()
