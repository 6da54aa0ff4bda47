"""A Word paragraph → the pieces that a reader meets in it: text, hidden text, the end of a page.

Works on python-docx's element tree; text boxes and content controls are read where they are anchored.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from extractors.markup import TICKED, UNTICKED

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = {"0", "false", "off"}
_SKIPPED = {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "sdtPr"}
"""Deleted text, field codes, the second rendering of a drawing, and properties."""
_BREAKS = {"tab": " ", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}
_SYMBOLS = {"F0FE": TICKED, "F052": TICKED, "F0FC": TICKED, "F0A8": UNTICKED, "F06F": UNTICKED, "F0A3": UNTICKED}
"""Characters of the Wingdings fonts that forms use as boxes."""


class PageEnd(Enum):
    HARD = "asked for by the writer"
    LAID_OUT = "where Word's last layout ended the page"


class Hidden(NamedTuple):
    text: str


Piece = str | PageEnd | Hidden


def pieces(element: Any) -> Iterator[Piece]:
    """Everything inside a paragraph (or a part of one), in reading order."""
    for child in element:
        tag = local_name(child)
        if tag in _SKIPPED:
            continue
        if tag == "r" and is_on(child.find(f"{_WORD}rPr/{_WORD}vanish")):
            yield Hidden("".join(piece for piece in pieces(child) if isinstance(piece, str)))
        elif tag == "txbxContent":
            for paragraph in child.iter(f"{_WORD}p"):
                yield "\n"
                yield from pieces(paragraph)
            yield "\n"
        else:
            yield from _own(child, tag)
            yield from pieces(child)


def _own(element: Any, tag: str) -> Iterator[Piece]:
    match tag:
        case "t":
            yield element.text or ""
        case "br":
            kind = value(element, "type")
            yield PageEnd.HARD if kind == "page" else "\n"
        case "lastRenderedPageBreak":
            yield PageEnd.LAID_OUT
        case "sym":
            yield _SYMBOLS.get((value(element, "char") or "").upper(), "")
        case tag if tag in _BREAKS:
            yield _BREAKS[tag]


def local_name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def value(element: Any, name: str = "val") -> str | None:
    """An attribute of Word's own namespace."""
    found = element.get(f"{_WORD}{name}")
    return None if found is None else str(found)


def is_on(switch: Any) -> bool:
    """Whether a switch element is there and not turned off."""
    return switch is not None and (value(switch) or "on") not in _OFF
