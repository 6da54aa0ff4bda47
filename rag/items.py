"""Items by key. A fact may carry a printed code that the taxonomy does not know: it then goes by that code."""

from __future__ import annotations

from extractors.taxonomy import Item, load_taxonomy


def find_item(key: str | None) -> Item | None:
    if key is None:
        return None
    try:
        return load_taxonomy().item(key)
    except KeyError:
        return None


def item_name(key: str) -> str:
    item = find_item(key)
    return item.name if item else key


def counterpart_of(key: str | None) -> str | None:
    """The same spending by the other classification: 30217 for 公务接待费 of the 三公 table."""
    item = find_item(key)
    return item.counterpart if item else None
