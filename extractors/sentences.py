"""Paragraphs → sentences, and a piece of a paragraph → its place on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.layout import columns
from extractors.model import BBox, Paragraph

MAX_SENTENCE = 2_000
"""Characters; what is longer is no sentence and is read in pieces."""
_SENTENCE = re.compile(rf"[^。！？]{{0,{MAX_SENTENCE}}}[。！？]?[”’』」）)]*")
LONG = 200
"""Characters from which a sentence is quoted by the clause."""
_CLAUSE = re.compile(r"[^；;]*[；;]?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`start` is where it begins in its paragraph."""

    text: str
    start: int


def split(text: str) -> Iterator[Sentence]:
    for match in _SENTENCE.finditer(text):
        piece = match.group()
        if piece.strip():
            leading = len(piece) - len(piece.lstrip())
            yield Sentence(piece.strip(), match.start() + leading)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure is stated, and the words that state it."""

    page: int
    bbox: BBox | None
    quote: str


def spot_of(paragraph: Paragraph, sentence: Sentence, at: int) -> Spot:
    """The place of the figure that begins at `at`, counted from the sentence's start."""
    page = _page_at(paragraph, sentence.start + at)
    start, end = _quoted(sentence, at)
    return Spot(page, box_of(paragraph, start, end, page), paragraph.text[start:end].strip())


def _quoted(sentence: Sentence, at: int) -> tuple[int, int]:
    """Where in the paragraph the quotation begins and ends: the sentence, or its clause where it is long."""
    whole = sentence.start, sentence.start + len(sentence.text)
    if len(sentence.text) <= LONG:
        return whole
    clauses = (c for c in _CLAUSE.finditer(sentence.text) if c.start() <= at < c.end())
    return next(((sentence.start + c.start(), sentence.start + c.end()) for c in clauses), whole)


def _page_at(paragraph: Paragraph, position: int) -> int:
    for start, end, page, _ in paragraph.spans:
        if start <= position < end:
            return page
    return paragraph.spans[-1][2]


def box_of(paragraph: Paragraph, start: int, end: int, page: int) -> BBox | None:
    """The box around the part of paragraph.text[start:end] that is on the page; None without geometry.

    Within a line, positions are estimated: a Chinese character is as wide as two of others.
    """
    boxes = [
        _part(box, paragraph.text[first:last], max(start, first) - first, min(end, last) - first)
        for first, last, number, box in paragraph.spans
        if number == page and box is not None and first < end and start < last
    ]
    if not boxes:
        return None
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _part(box: BBox, text: str, start: int, end: int) -> BBox:
    total = columns(text) or 1
    width = box[2] - box[0]
    left = box[0] + width * columns(text[:start]) / total
    return left, box[1], box[0] + width * columns(text[:end]) / total, box[3]
