"""Which projects a text names: by the whole name, with other words in it, or by a part that tells it from others.

企业家高级研修班的培训费                  2023年企业家高级研修班培训费
智慧环保二期平台的系统升级                智慧环保二期平台运维服务, and 系统升级 is what is asked of it
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from rag.lexicon import normalise, read_data
from rag.line_names import plain_name, without_brackets

BETWEEN_WORDS = re.compile(r"[\s的“”\"'‘’《》,，、。?？!！:：;；()（）/-]")
SHORTEST_PART = 4  # characters of a name that may stand for it
SHORTEST_PIECE = 2  # characters of a name that other words stand between
SHORTEST_NAME = 3
WHOLE = 88  # per cent of a name that must stand in the text for it to be named in full, a slip of the pen allowed


@dataclass(frozen=True, slots=True)
class NamedProject:
    """`rest` is the text without the name; `is_whole`: more than a part of the name is written."""

    name: str
    rest: str
    is_whole: bool
    written: int  # characters


def flat(text: str) -> str:
    """As names are compared: without white space, quotation marks, brackets and 的."""
    return BETWEEN_WORDS.sub("", normalise(text))


def find_named(text: str, names: Iterable[str]) -> list[NamedProject]:
    """The projects that the text names, those of which most is written; several where that leaves several open."""
    written = flat(text)
    found = [named for name in dict.fromkeys(names) if (named := _named(name, written))]
    whole = [named for named in found if named.is_whole]
    most = max((named.written for named in whole or found), default=0)
    return [named for named in whole or found if named.written == most]


def find_several(text: str, names: Iterable[str]) -> list[str]:
    """The projects that the text names one after the other, each by its whole name or by what only it is called."""
    written = flat(text)
    known = {name: flat(plain_name(name)) for name in dict.fromkeys(names)}
    spans = [(start, -size, name) for name, short in known.items() for start, size in _longest(short, written)]
    found: list[tuple[int, str]] = []
    end = 0
    for start, size, name in sorted(spans):
        part = written[start : start - size]
        shared = any(part in short for other, short in known.items() if short != known[name])
        if start >= end and (part == known[name] or (part not in _generic() and not shared)):
            found.append((start, name))
            end = start - size
    return [name for _, name in found]


def _longest(name: str, text: str) -> list[tuple[int, int]]:
    """(start, size) of the longest run of the text that the name has, where it is long enough to stand for it."""
    start, size = max(_pieces(name, text), key=lambda piece: piece[1], default=(0, 0))
    return [(start, size)] if size >= SHORTEST_PART else []


def _named(name: str, text: str) -> NamedProject | None:
    for short in dict.fromkeys((flat(plain_name(name)), flat(without_brackets(name)))):
        if SHORTEST_NAME <= len(short) <= len(text) and fuzz.partial_ratio(short, text) >= WHOLE:
            pieces = _pieces(short, text)
            return NamedProject(name, _without(text, pieces), True, sum(size for _, size in pieces))
    pieces = _pieces(flat(name), text)
    start, size = max(pieces, key=lambda piece: piece[1], default=(0, 0))
    if size < SHORTEST_PART or text[start : start + size] in _generic():
        return None
    return NamedProject(name, _without(text, [p for p in pieces if p[1] > SHORTEST_PIECE]), False, size)


def _pieces(name: str, text: str) -> list[tuple[int, int]]:
    """(start, size) of the runs of the text that the name has too, in its order."""
    matcher = SequenceMatcher(None, name, text, autojunk=False)
    return [(block.b, block.size) for block in matcher.get_matching_blocks() if block.size >= SHORTEST_PIECE]


def _without(text: str, pieces: Sequence[tuple[int, int]]) -> str:
    for start, size in pieces:
        text = text[:start] + " " * size + text[start + size :]
    return " ".join(text.split())


@cache
def _generic() -> frozenset[str]:
    return frozenset(questions()["generic"])


@cache
def questions() -> dict[str, Any]:
    """data/project_questions.yaml."""
    return read_data("project_questions.yaml")
