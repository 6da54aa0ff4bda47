"""Slips of the pen in names of items: 三共经费 for “三公”经费, where no document knows the name as it is written."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Hamming

from extractors.taxonomy import bare, load_taxonomy
from rag.agency_slips import sounds_alike
from rag.query import Query, Reading, Target

if TYPE_CHECKING:
    from rag.library import Library

SHORTEST_NAME = 4  # characters; one of fewer that is written otherwise is another word


def with_items_meant(query: Query, library: Library) -> Query:
    """The query, its one unknown name read as the item that it sounds like."""
    target = query.targets[0] if len(query.targets) == 1 else None
    if target is None or target.key is not None or target.scopes or len(target.label) < SHORTEST_NAME:
        return query
    item = item_meant(target.label)
    if item is None or library.facts(label_contains=target.label):
        return query
    reading = Reading(target.label, item.name)
    return replace(query, targets=(item,), phrase="", readings=(*query.readings, reading))


def item_meant(written: str) -> Target | None:
    """The only item one of whose names differs from what is written in one character that sounds alike."""
    name = bare(written)
    found = {key for known, key in _names() if len(known) == len(name) and _is_slip(name, known)}
    return Target(key, load_taxonomy().item(key).name) if len(found) == 1 and (key := found.pop()) else None


def _is_slip(written: str, known: str) -> bool:
    if Hamming.distance(written, known) != 1:
        return False
    return any(a != b and sounds_alike(a, b) for a, b in zip(written, known, strict=True))


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Every name of an item that means it and no other, with its key."""
    taxonomy = load_taxonomy()
    names = {bare(name) for item in taxonomy.items for name in (item.name, *item.aliases)}
    found = ((name, taxonomy.find(name)) for name in sorted(names) if len(name) >= SHORTEST_NAME)
    return tuple((name, item.key) for name, item in found if item)
