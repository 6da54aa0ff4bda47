"""The data files can be read by every YAML parser, and name nothing that the taxonomy and the statements lack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.meanings import FUNDING, OF_THE_YEAR, SCOPE_ITEMS, WHOLES
from extractors.statements import load_statements
from extractors.taxonomy import load_taxonomy

ROOT = Path(__file__).parents[1]
FOLDERS = ("eval", "extractors", "rag", "samples", "tools", "ui")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.yaml"))

ITEMS = {
    "extractors/data/checks.yaml": (
        "rules.*.left.*.item", "rules.*.right.*.item", "rules.*.right.*.aspect",
        "rules.*.absent.*", "sums.*.whole", "sums.*.parts.*", "series.*", "equivalents.keys", "equivalents.*.*",
        "home.*.*", "own_items.*.*",
    ),
    "extractors/data/narrative.yaml": (
        "own_budget_items.*", "scopes.keys", "scoped_items.*", "sides.*.*.*", "limited_by_section.*", "parts_of.keys",
        "parts_of.*.*", "foreign_wholes.*", "counted.keys", "none_pairs.keys", "none_pairs.*",
    ),
    "extractors/data/statements.yaml": ("*.total",),
    "rag/data/question.yaml": ("scopes.*", "short_items.*"),
    "rag/data/relations.yaml": (
        "equal.*.*", "nearest.keys", "nearest.*.*", "part_of_statement.*", "money_of_aspect.keys", "fixed_scope.keys",
        "home_statement.keys", "money_of_item.keys", "stocks.*", "counted.keys", "counted.*", "counts_of.keys",
        "counts_of.*.*", "equivalents.*.*.item",
        "equivalents.*.*.part",
    ),
}  # fmt: skip
STATEMENTS = {
    "extractors/data/checks.yaml": (
        "rules.*.left.*.statement", "rules.*.right.*.statement", "standard.*", "home.keys", "own_items.keys",
    ),
    "rag/data/relations.yaml": (
        "part_of_statement.keys", "preferred_statements.*", "side_statements.*", "overviews.*", "home_statement.*",
        "partial_statements.*", "whole_lines.*",
    ),
}  # fmt: skip
ANY_STATEMENT = "*"


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.SafeLoader)


def values(data: Any, path: str) -> Iterator[str]:
    """What stands at a path: `*` is every entry of a list or mapping, `keys` the keys of a mapping."""
    step, _, rest = path.partition(".")
    if step == "keys":
        yield from map(str, data)
        return
    if step == "*":
        found = list(data.values() if isinstance(data, dict) else data)
    else:
        found = [data[step]] if isinstance(data, dict) and step in data else []
    for value in found:
        if rest:
            yield from values(value, rest) if isinstance(value, dict | list) else ()
        elif value is not None:
            yield str(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_data_file_is_plain_yaml(path: Path) -> None:
    assert load(path)


@pytest.mark.parametrize(("file", "path"), [(file, path) for file, paths in ITEMS.items() for path in paths])
def test_items_named_in_data_exist(file: str, path: str) -> None:
    named = set(values(load(ROOT / file), path))
    assert named, "the path leads nowhere"
    assert named - {item.key for item in load_taxonomy().items} == set()


@pytest.mark.parametrize(("file", "path"), [(file, path) for file, paths in STATEMENTS.items() for path in paths])
def test_statements_named_in_data_exist(file: str, path: str) -> None:
    named = set(values(load(ROOT / file), path))
    assert named, "the path leads nowhere"
    assert named - {statement.key for statement in load_statements()} - {ANY_STATEMENT} == set()


def test_items_named_in_code_exist() -> None:
    named = {*FUNDING, *SCOPE_ITEMS.values(), *WHOLES, *OF_THE_YEAR, *OF_THE_YEAR.values()}
    assert named - {item.key for item in load_taxonomy().items} == set()
