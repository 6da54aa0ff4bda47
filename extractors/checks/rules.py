"""What must hold in a document, read from data/checks.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.model import Phase
from extractors.phrases import read_data


@dataclass(frozen=True, slots=True)
class Operand:
    """Where a relation takes a figure: the item in the tables of a statement, the whole or an aspect of it."""

    statement: str
    item: str
    aspect: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """`is_hard`: a failure is a finding; else it is a remark. `left` and `right` are set for relations alone."""

    key: str
    chinese: str
    english: str
    kind: str
    phase: str
    operation: str
    is_hard: bool
    left: tuple[Operand, ...] = ()
    right: tuple[Operand, ...] = ()
    absent: tuple[str, ...] = ()

    def applies_to(self, phase: Phase) -> bool:
        return self.phase in ("both", phase.value)


@dataclass(frozen=True, slots=True)
class ItemSum:
    """An item and its parts; where they are not complete there may be others, so that a difference says nothing."""

    whole: str
    parts: tuple[str, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Book:
    """All rules, and the words by which the checks recognise what they compare; see data/checks.yaml."""

    rules: dict[str, Rule]
    words: dict[str, re.Pattern[str]]
    sums: tuple[ItemSum, ...]
    series: tuple[str, ...]
    equivalents: dict[str, tuple[str, ...]]
    standard: frozenset[str]
    dated: frozenset[str]
    home: dict[str, tuple[str, ...]]
    own_items: dict[str, tuple[str, ...]]


@cache
def load_book() -> Book:
    data = read_data("checks.yaml")
    rules = [_rule(entry) for entry in data["rules"]]
    return Book(
        rules={rule.key: rule for rule in rules},
        words={name: re.compile(pattern) for name, pattern in data["words"].items()},
        sums=tuple(ItemSum(entry["whole"], tuple(entry["parts"]), entry["complete"]) for entry in data["sums"]),
        series=tuple(data["series"]),
        equivalents={item: tuple(codes) for item, codes in data["equivalents"].items()},
        standard=frozenset(data["standard"]),
        dated=frozenset(data["dated"]),
        home={statement: tuple(items) for statement, items in data["home"].items()},
        own_items={statement: tuple(items) for statement, items in data["own_items"].items()},
    )


def _rule(entry: dict[str, Any]) -> Rule:
    is_relation = isinstance(entry["left"], list)
    return Rule(
        key=entry["key"],
        chinese=entry["zh"],
        english=entry["en"],
        kind=entry["kind"],
        phase=entry["phase"],
        operation=entry["operation"],
        is_hard=entry["severity"] == "H",
        left=_operands(entry["left"]) if is_relation else (),
        right=_operands(entry["right"]) if is_relation else (),
        absent=tuple(entry.get("absent", ())),
    )


def _operands(entries: list[dict[str, str]]) -> tuple[Operand, ...]:
    return tuple(Operand(e["statement"], e["item"], e.get("aspect")) for e in entries)
