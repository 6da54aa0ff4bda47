"""What can be measured: the items of `data/`, read and checked.

* functional.csv           functional classification 类/款/项 (3, 5, 7 digits)
* economic.csv             department economic classification (301–399)
* government_economic.csv  government economic classification (501–599)
* items.yaml               aggregates that carry no code, and everyday words

Columns of the CSV files: `aliases` are other and older printed names, separated by |; `since` and `until` are years
outside which the code was not in use, where known; `by_name` is "no" where the name alone must not lead to this code
(教育 is 205, not 21902); `now` is the code to which an old code's item has moved (30311 住房公积金 is 30113).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from extractors.labels import fold

DATA = Path(__file__).with_name("data")


class Kind(StrEnum):
    AGGREGATE = "aggregate"
    ECONOMIC = "economic"
    FUNCTIONAL = "functional"
    GOVERNMENT_ECONOMIC = "government_economic"


CLASSIFICATIONS = {
    Kind.ECONOMIC: "economic.csv",
    Kind.FUNCTIONAL: "functional.csv",
    Kind.GOVERNMENT_ECONOMIC: "government_economic.csv",
}
AGGREGATES = "items.yaml"


class TaxonomyError(Exception):
    """A data file contradicts itself: which file, what, and with what."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a figure can be about. `key` is its code, or a slug where it has none.

    `labels` are printed names that mean it only as a whole label; an item not `in_sentences` has no others (合计).
    `parent` and `counterpart` are keys; a counterpart is the same spending under the other kind (公务接待费 of the
    三公 table and 30217).
    """

    key: str
    name: str
    kind: Kind
    code: str | None = None
    parent: str | None = None
    english: str = ""
    aliases: tuple[str, ...] = ()
    everyday: tuple[str, ...] = ()
    counterpart: str | None = None
    labels: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    by_name: bool = True
    in_sentences: bool = True


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`words` has one item a word, or several to choose from; `moved` leads from (old code, folded name) to a key."""

    items: Mapping[str, Item]
    words: Mapping[str, tuple[str, ...]]
    when_alone: Mapping[str, str]
    moved: Mapping[tuple[str, str], str]


def read_catalogue(folder: Path = DATA) -> Catalogue:
    items: dict[str, Item] = {}
    moved: dict[tuple[str, str], str] = {}
    for kind, file_name in CLASSIFICATIONS.items():
        for line, row in enumerate(_rows(folder / file_name), start=2):
            if row["now"]:
                moved[row["code"], fold(row["name"])] = row["now"]
            elif row["code"] in items:
                raise TaxonomyError(f"{file_name} line {line}: code {row['code']} occurs twice")
            else:
                items[row["code"]] = _coded_item(kind, row)
    document = _read_yaml(folder / AGGREGATES)
    for key, entry in document["items"].items():
        if key in items:
            raise TaxonomyError(f"{AGGREGATES}: {key} is also a code")
        items[key] = _aggregate(key, entry)
    words = {word: (key,) for key, group in document["words"].items() for word in group}
    words |= {word: tuple(keys) for word, keys in document["ask"].items()}
    when_alone = {phrase: key for key, group in document["when_alone"].items() for phrase in group}
    _check_references(items, moved, words, when_alone)
    _check_names(items)
    _check_words(items, words)
    return Catalogue(_with_words_and_counterparts(items, words), words, when_alone, moved)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _read_yaml(path: Path) -> Any:
    """The document; a key that occurs twice, of which YAML would silently keep the last, is an error."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(path.read_text(encoding="utf-8"))
    root = loader.get_single_node()
    mappings = [root] if isinstance(root, yaml.MappingNode) else []
    while mappings:
        entries = mappings.pop().value
        for key, count in Counter(key.value for key, _ in entries).items():
            if count > 1:
                raise TaxonomyError(f"{path.name}: {key} occurs twice in one group")
        mappings += [value for _, value in entries if isinstance(value, yaml.MappingNode)]
    return loader.construct_document(root)


def _coded_item(kind: Kind, row: Mapping[str, str]) -> Item:
    code = row["code"]
    english, synonyms = _first_and_rest(_split(row["english"]))
    return Item(
        key=code,
        name=row["name"],
        kind=kind,
        code=code,
        parent=code[:-2] if len(code) > 3 else None,
        english=english,
        aliases=_split(row["aliases"]) + synonyms,
        since=int(row["since"]) if row["since"] else None,
        until=int(row["until"]) if row["until"] else None,
        by_name=row["by_name"] != "no",
    )


def _aggregate(key: str, entry: Mapping[str, Any]) -> Item:
    for field, value in entry.items():
        for name in value if isinstance(value, list) else [value]:
            if not isinstance(name, str) and field != "in_sentences":
                raise TaxonomyError(f"{AGGREGATES}: {key}.{field} holds {name!r}, which is no text; put it in quotes")
    english, synonyms = _first_and_rest(tuple(entry["english"]))
    return Item(
        key=key,
        name=entry["name"],
        kind=Kind.AGGREGATE,
        parent=entry.get("parent"),
        english=english,
        aliases=tuple(entry.get("aliases", ())) + synonyms,
        counterpart=entry.get("counterpart"),
        labels=tuple(entry.get("labels", ())),
        in_sentences=entry.get("in_sentences", True),
    )


def _with_words_and_counterparts(items: Mapping[str, Item], words: Mapping[str, tuple[str, ...]]) -> dict[str, Item]:
    everyday: dict[str, list[str]] = {}
    for word, keys in words.items():
        for key in keys:
            everyday.setdefault(key, []).append(word)
    counterparts = {item.counterpart: key for key, item in items.items() if item.counterpart}
    return {
        key: replace(item, everyday=tuple(everyday.get(key, ())), counterpart=item.counterpart or counterparts.get(key))
        if key in everyday or key in counterparts
        else item
        for key, item in items.items()
    }


def _check_references(
    items: Mapping[str, Item],
    moved: Mapping[tuple[str, str], str],
    words: Mapping[str, tuple[str, ...]],
    when_alone: Mapping[str, str],
) -> None:
    references = [(f"the parent of {item.key} {item.name}", item.parent) for item in items.values()]
    references += [(f"the counterpart of {item.key} {item.name}", item.counterpart) for item in items.values()]
    references += [(f"the code to which {code} {name} moved", key) for (code, name), key in moved.items()]
    references += [(f"the item meant by {word}", key) for word, keys in words.items() for key in keys]
    references += [(f"the item meant by {phrase}", key) for phrase, key in when_alone.items()]
    for what, key in references:
        if key is not None and key not in items:
            raise TaxonomyError(f"{what} is {key!r}, which no data file defines")


def _check_names(items: Mapping[str, Item]) -> None:
    """An alias or label leads to one item of its kind. Names of coded items may repeat (行政运行), and then their
    aliases too; an item and its own parent may share an alias."""
    names: dict[tuple[Kind, str], list[Item]] = {}
    for item in items.values():
        if item.by_name:
            names.setdefault((item.kind, fold(item.name)), []).append(item)
    seen: dict[tuple[Kind, str], Item] = {}
    for item in items.values():
        if not item.by_name:
            continue
        repeats = names[item.kind, fold(item.name)]
        if item.kind is Kind.AGGREGATE and len(repeats) > 1:
            raise TaxonomyError(f"{AGGREGATES}: {repeats[0].key} and {repeats[1].key} are both named {item.name}")
        for alias in (*item.aliases, *item.labels, *((item.english,) if item.english else ())):
            spelling = (item.kind, fold(alias))
            for other in (*names.get(spelling, ()), *((seen[spelling],) if spelling in seen else ())):
                if other.name == item.name or other.key == item.parent or other.parent == item.key:
                    continue
                raise TaxonomyError(f"{alias} leads to {item.key} {item.name} and to {other.key} {other.name}")
            seen[spelling] = item


def _check_words(items: Mapping[str, Item], words: Mapping[str, tuple[str, ...]]) -> None:
    """An everyday word with one meaning is nothing that an aggregate or an economic item already is called."""
    printed = {
        fold(name): item
        for item in items.values()
        if item.kind in (Kind.AGGREGATE, Kind.ECONOMIC) and item.by_name
        for name in (item.name, *item.aliases, *item.labels)
    }
    for word, keys in words.items():
        if len(keys) == 1 and fold(word) in printed:
            item = printed[fold(word)]
            raise TaxonomyError(f"{AGGREGATES}: the everyday word {word} is already a name of {item.key} {item.name}")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _first_and_rest(names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return (names[0], names[1:]) if names else ("", ())
