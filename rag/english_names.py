"""Agencies and places that a question names in English, into the words of their Chinese names.

how much did the shenzhen municipal audit bureau spend → how much did the 深圳审计局 spend
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from rag.lexicon import read_data

LATIN = re.compile(r"[a-z]{3}")


def in_chinese(text: str) -> str:
    """`text` is normalised; what names no agency and no place stays as it is."""
    if not LATIN.search(text):
        return text
    for pattern, names in _patterns():
        text = "".join(_replaced(text, pattern, names))
    return _joint().sub(r"\1\2", text)


def _replaced(text: str, pattern: re.Pattern[str], names: Mapping[str, str]) -> Iterator[str]:
    """The text piece by piece, each match by the name of its group."""
    end = 0
    for match in pattern.finditer(text):
        yield text[end : match.start()]
        yield names[str(match.lastgroup)]
        end = match.end()
    yield text[end:]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """Agencies before places, which may stand within them; each wording in a group of its own."""
    data = _data()
    bodies = data["bodies"]
    agencies = {name: f"(?:{words}) (?:{bodies})" for name, words in data["agencies"].items()}
    return tuple(_alternatives(group) for group in (data["whole"] | agencies, data["places"]))


def _alternatives(wordings: dict[str, str]) -> tuple[re.Pattern[str], dict[str, str]]:
    names = {f"g{number}": name for number, name in enumerate(wordings)}
    groups = "|".join(f"(?P<{group}>{wordings[name]})" for group, name in names.items())
    return re.compile(rf"(?<![a-z])(?:{groups})(?![a-z])"), names


@cache
def _joint() -> re.Pattern[str]:
    """What stands between a place and the agency of it."""
    places, names = ("|".join(map(re.escape, _data()[key])) for key in ("places", "agencies"))
    whole = "|".join(map(re.escape, _data()["whole"]))
    return re.compile(rf"({places}){_data()['between']} ({names}|{whole})")


@cache
def _data() -> dict[str, Any]:
    return read_data("english_names.yaml")
