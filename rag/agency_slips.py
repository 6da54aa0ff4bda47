"""Short names of agencies: slips of the pen in them (扣岸办 for 口岸办), and those that agencies have everywhere.

A short name with another character is most often another agency. It is taken for a slip only where the character
sounds alike, as input methods confuse them, and no agency is called so anywhere.
"""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import Hamming

from rag.lexicon import read_data
from rag.names import SHORT_ENDINGS, SHORTEST_NAME, SHORTEST_TYPO, Name, is_subsequence, slip

FIRST_ROW, LAST_ROW, ROW_LENGTH = 0xB0, 0xD7, 94
NEAR = 40  # characters; as many share a sound or have the one next to it


def short_slip(written: str, name: Name) -> int | None:
    """Where in the text the name starts that it most likely ends in; None where it does not.

    What stands before it must be of the place of the name.
    """
    for form in _short_forms(name.core):
        start = len(written) - len(form)
        head, tail = written[: max(start, 0)], written[max(start, 0) :]
        if is_slip(tail, form) and not is_kind(tail) and (not head or is_subsequence(head, name.prefix)):
            return start
    return None


def slip_of_full(words: str, name: Name) -> bool:
    """A slip in the name or in its place, which must sound alike: 苏洲市水务局, not 湖州市水务局 or 苏州市财务局."""
    head, tail = words[: len(name.prefix)], words[len(name.prefix) :]
    return bool(head) and (
        slip(tail, name.core) if head == name.prefix else tail == name.core and is_slip(head, name.prefix)
    )


def is_kind(words: str) -> bool:
    """Whether agencies of many places are called so: 外事办, 税务局. Names of two characters mean too much."""
    return len(words) >= SHORTEST_NAME and words in kinds()


def is_slip(written: str, form: str) -> bool:
    """Whether one character, not the last, is another that sounds alike."""
    if len(written) != len(form) or written[-1] != form[-1] or Hamming.distance(written, form) != 1:
        return False
    return any(a != b and sounds_alike(a, b) for a, b in zip(written, form, strict=True))


def sounds_alike(one: str, other: str) -> bool:
    """Whether two common characters have the same sound, or nearly so: GB 2312 orders them by it."""
    numbers = [_number(character) for character in (one, other)]
    return None not in numbers and abs((numbers[0] or 0) - (numbers[1] or 0)) <= NEAR


def _number(character: str) -> int | None:
    """The place of a character among the 3,755 of the first level of GB 2312, which follow their sound."""
    try:
        row, cell = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return None
    return (row - FIRST_ROW) * ROW_LENGTH + cell if FIRST_ROW <= row <= LAST_ROW else None


def _short_forms(core: str) -> list[str]:
    """口岸办公室, 口岸办: those that are too short to be searched for with slips anywhere in a text."""
    shortened = [core[: -len(long)] + short for short, long in SHORT_ENDINGS if core.endswith(long)]
    return [form for form in (core, *shortened) if SHORTEST_NAME <= len(form) < SHORTEST_TYPO]


@cache
def kinds() -> frozenset[str]:
    """What agencies of many places are called for short."""
    return frozenset(str(read_data("agency_kinds.yaml")["kinds"]).split())
