"""Which standard table a table is, by its title; what its total row states and which money it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from extractors.headings import squeeze
from extractors.model import Phase


@dataclass(frozen=True, slots=True)
class Statement:
    """One entry of data/statements.yaml; the fields are explained there."""

    key: str
    name: str
    title: re.Pattern[str]
    phase: str
    scope: str
    side: str
    total: str | None
    economic: bool
    expected: tuple[str, ...]


@cache
def load_statements() -> tuple[Statement, ...]:
    """In the order in which they are tried."""
    text = files("extractors").joinpath("data/statements.yaml").read_text("utf-8")
    return tuple(
        Statement(
            key=entry["key"],
            name=entry["name"],
            title=re.compile(entry["title"]),
            phase=entry["phase"],
            scope=entry["scope"],
            side=entry["side"],
            total=entry["total"],
            economic=entry.get("economic", False),
            expected=tuple(entry.get("expected", ())),
        )
        for entry in yaml.load(text, Loader=yaml.CSafeLoader)
    )


def find_statement(title: str) -> str | None:
    """The key of the standard table with this title, None where the title is of no standard table."""
    flat = squeeze(title)
    return next((s.key for s in load_statements() if flat and s.title.search(flat)), None)


@cache
def _by_key() -> dict[str, Statement]:
    return {statement.key: statement for statement in load_statements()}


def statement(key: str | None) -> Statement | None:
    return _by_key().get(key) if key else None


def statement_name(key: str) -> str:
    return _by_key()[key].name


def expected_statements(phase: Phase) -> tuple[str, ...]:
    """The standard tables that every document of a phase should have."""
    return tuple(s.key for s in load_statements() if phase.value in s.expected)
