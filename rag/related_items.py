"""Which items tell something of another: the same spending under another name, sums, totals that are equal."""

from __future__ import annotations

from collections.abc import Sequence

from rag.items import counterpart_of
from rag.scope import relations


def nearest_items(key: str | None) -> tuple[str, ...]:
    """Items to answer with where a document does not state this one: the same spending by another classification."""
    if key is None:
        return ()
    counterpart = counterpart_of(key)
    return (*((counterpart,) if counterpart else ()), *relations()["nearest"].get(key, ()))


def counterparts_of(key: str | None) -> list[str]:
    """The same spending by another classification, under the same name or one of its own."""
    twins = [twin for pair in relations()["twins"] if key in pair for twin in pair if twin != key]
    counterpart = counterpart_of(key)
    return [*([counterpart] if counterpart else []), *twins]


def related_items(key: str | None, others: Sequence[str] = ()) -> tuple[str, ...]:
    """Items whose figures say something about this one's; `others` are those that its name may mean too."""
    if key is None:
        return ()
    keys: list[str] = [*others]
    for rule in relations()["sums"]:
        members = [rule["whole"], *rule["parts"]]
        if key in members:
            keys += members
    for pair in relations()["equal"]:
        keys += pair if key in pair else []
    keys += counterparts_of(key)
    for names in relations()["equivalents"]:
        items = [name["item"] for name in names]
        keys += items if key in items else []
    return tuple(dict.fromkeys(k for k in keys if k != key))
