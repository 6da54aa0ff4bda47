"""Figures read from published pages by hand, against the facts that we read from the same pages."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from extractors import extract
from extractors.model import Extraction, Level

MIN_CELLS = 0.99
MIN_SENTENCES = 0.98
MIN_IDENTITIES = 1.0
LEVELS = {"部门": Level.DEPARTMENT, "单位": Level.UNIT, "本级": Level.UNIT}


@pytest.fixture(scope="module")
def gold(corpus: Path) -> list[dict[str, Any]]:
    lines = (corpus / "truth" / "real_figures.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def extractions(corpus: Path, gold: list[dict[str, Any]]) -> dict[str, Extraction]:
    names = sorted({entry["file"] for entry in gold})
    with ProcessPoolExecutor() as pool:
        found = pool.map(extract, [corpus / "real" / name for name in names])
        return dict(zip(names, found, strict=True))


@pytest.fixture(scope="module")
def scorer(corpus: Path) -> ModuleType:
    path = corpus.parent / "tools" / "score_figures.py"
    spec = importlib.util.spec_from_file_location("score_figures", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def exported(extractions: dict[str, Extraction]) -> Iterator[dict[str, Any]]:
    """The columns of an export that the scorer reads."""
    for extraction in extractions.values():
        for fact in extraction.facts:
            amount = fact.amount
            yield {
                "document": extraction.file_name,
                "page": fact.page,
                "kind": fact.kind.value,
                "row": fact.label,
                "code": fact.code,
                "column": "/".join(fact.column),
                "value": str(amount.value) if amount else None,
                "unit": amount.unit.symbol if amount and amount.unit else None,
            }


@pytest.fixture(scope="module")
def totals(
    tmp_path_factory: pytest.TempPathFactory, corpus: Path, extractions: dict[str, Extraction], scorer: ModuleType
) -> str:
    """The scorer's last line."""
    import contextlib
    import io

    export = tmp_path_factory.mktemp("truth") / "facts.jsonl"
    export.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in exported(extractions)), "utf-8")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        scorer.main(corpus / "truth" / "real_figures.jsonl", export)
    return printed.getvalue().splitlines()[-1]


def share(totals: str, name: str) -> float:
    """The share behind a name in the scorer's line: `with row and column 623/626  99.5%`."""
    import re

    found = re.search(rf"{name} (\d+)/(\d+)", totals)
    assert found, totals
    return int(found[1]) / int(found[2])


def test_cells_are_found_in_their_row_and_column(totals: str) -> None:
    assert share(totals, "with row and column") >= MIN_CELLS, totals


def test_sentences_are_found(totals: str) -> None:
    assert share(totals, "sentences") >= MIN_SENTENCES, totals


def test_blank_cells_stay_blank(totals: str) -> None:
    assert share(totals, "blanks kept") == 1.0, totals


def test_documents_are_known_by_their_content(gold: list[dict[str, Any]], extractions: dict[str, Extraction]) -> None:
    wrong = []
    entries = [entry for entry in gold if entry["kind"] == "identity"]
    for entry in entries:
        identity = extractions[entry["file"]].identity
        level = LEVELS.get(entry["level"], identity.level)
        names = {identity.agency, identity.agency.removesuffix("（本级）")}
        right = (
            names & {entry["agency"], entry["agency"].removesuffix("（本级）")}
            and identity.year == entry["year"]
            and identity.phase.value == entry["phase"]
            and identity.level is level
        )
        if not right:
            wrong.append((entry["file"], identity))
    assert len(wrong) <= (1 - MIN_IDENTITIES) * len(entries), wrong
