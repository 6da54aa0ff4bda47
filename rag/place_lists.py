"""Agencies of one kind in several places: 上海、深圳、苏州四家市审计局, 各地信访部门（国家、上海、深圳）."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rag.lexicon import read_data
from rag.names import ADMINISTRATIVE, Name, abbreviates
from rag.query import Discloser

WORD_START = r"(?:(?<![\u3400-\u9fff])|(?<=[年的]))"


@dataclass(frozen=True, slots=True)
class Member:
    """A place and a kind of agency that a list names, and the loaded agencies that are that; none: not loaded."""

    wording: str
    disclosers: tuple[Discloser, ...]


@dataclass(frozen=True, slots=True)
class PlaceList:
    start: int
    end: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Agency:
    """One of the loaded ones, to be found by its place and its kind. `places` are the words for its place."""

    discloser: Discloser
    names: tuple[Name, ...]
    places: frozenset[str]


def find_place_lists(text: str, agencies: Sequence[Agency], places: Iterable[str]) -> Iterator[PlaceList]:
    """Lists of two places or more with a kind before or after them, of which one agency at least is loaded."""
    for pattern in _patterns(frozenset(places)):
        for match in pattern.finditer(text):
            listed = _split(match["places"])
            kinds = _split(match["kinds"])
            members = tuple(Member(p + k, tuple(_of_kind(p, k, agencies))) for k in kinds for p in listed)
            if len(listed) > 1 and any(member.disclosers for member in members):
                yield PlaceList(match.start(), match.end(), members)


def _split(listed: str) -> list[str]:
    return [part for part in re.split(_words()["joint"], listed) if part]


def _of_kind(place: str, kind: str, agencies: Sequence[Agency]) -> Iterator[Discloser]:
    """Those there that are called so; else those that are called so but for the ending: 深圳信访办 is 深圳市信访局."""
    nation = _words()["nation"]
    here = [a for a in agencies if (a.discloser.place in nation if place in nation else _same(place, a.places))]
    named = [a for a in here if any(_is_called(kind, _core(name)) for name in a.names)]
    yield from (a.discloser for a in named or here if named or any(_is_of_kind(kind, _core(n)) for n in a.names))


def _same(place: str, words: frozenset[str]) -> bool:
    return place in words or place.rstrip(ADMINISTRATIVE) in words


def _core(name: Name) -> str:
    return re.sub(rf"^(?:{'|'.join(_words()['nation'])})", "", name.core)


def _is_called(kind: str, core: str) -> bool:
    return core == kind or abbreviates(kind, Name(core, "", core))


def _is_of_kind(kind: str, core: str) -> bool:
    """信访部门 is 信访局 or 信访办公室."""
    stem = re.fullmatch(rf"(.{{2,}}?)(?:{_words()['any_agency']}|{_words()['endings']})", kind)
    return stem is not None and re.fullmatch(rf"{re.escape(stem[1])}(?:{_words()['endings']})", core) is not None


@cache
def _patterns(places: frozenset[str]) -> tuple[re.Pattern[str], ...]:
    words: Mapping[str, Any] = _words()
    known = "|".join(sorted(map(re.escape, (*places, *words["nation"])), key=len, reverse=True))
    place = rf"(?:{known})[{ADMINISTRATIVE}]?"
    listed = rf"(?P<places>{place}(?:(?:{words['joint']}){place})+)"
    kind = rf"(?:(?![年的各])[\u3400-\u9fff]){{2,8}}?(?:{words['endings']}|{words['any_agency']})"
    kinds = rf"(?P<kinds>{kind}(?:(?:{words['joint']}){kind})*)"
    return (
        re.compile(rf"{listed}(?:{words['counted']}){kinds}"),
        re.compile(rf"{WORD_START}(?:{words['everywhere']})?{kinds}[(:]{listed}(?:{words['and_so_on']})[)]?"),
    )


@cache
def _words() -> dict[str, Any]:
    return read_data("place_lists.yaml")
