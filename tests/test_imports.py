"""Imports point one way, each third party has one door, and what is slow is loaded when it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("extractors", "rag", "ui", "eval", "samples")

MAY_IMPORT = {
    "extractors": {"extractors"},
    "rag": {"extractors", "rag"},
    "ui": {"extractors", "rag", "ui"},
    "eval": {"extractors", "rag", "eval", "app", "samples"},
    "samples": {"samples", "extractors"},
}
DOORS = {
    "sqlalchemy": {
        "rag/browsing.py",
        "rag/contents.py",
        "rag/database.py",
        "rag/full_text.py",
        "rag/schema.py",
        "rag/store.py",
        "rag/stored_facts.py",
        "rag/stored_findings.py",
    },
    "sqlite3": {"rag/database.py"},
    "chromadb": {"rag/vectors.py"},
    "langchain_chroma": {"rag/vectors.py"},
    "langchain": {"rag/language_model.py"},
    "langchain_core": {"rag/language_model.py", "rag/tools.py"},
    "sentence_transformers": {"rag/embedding.py"},
    "tokenizers": {"rag/embedding.py"},
    "safetensors": {"rag/embedding.py"},
}
SLOW = {
    "torch",
    "sentence_transformers",
    "transformers",
    "gradio",
    "chromadb",
    "langchain_chroma",
    "langchain",
    "langchain_core",
    "langchain_openai",
    "openai",
    "pypdfium2",
    "pandas",
}


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The whole names of modules that a file imports, also inside functions and for types only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            yield node.module


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_one_way(layer: str) -> None:
    ours = {*LAYERS, "app", "tests", "tools"}
    back = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(layer)
        for name in imported(path)
        if name.split(".")[0] in ours - MAY_IMPORT[layer]
    }
    assert back == set()


@pytest.mark.parametrize("package", DOORS)
def test_third_party_has_one_door(package: str) -> None:
    users = {
        path.relative_to(ROOT).as_posix()
        for folder in ("extractors", "rag", "ui")
        for path in modules(folder)
        if package in {name.split(".")[0] for name in imported(path)}
    }
    assert users <= DOORS[package]


def test_screen_alone_knows_gradio() -> None:
    users = {
        path for folder in ("extractors", "rag", "samples") for path in modules(folder) if "gradio" in imported(path)
    }
    assert users == set()


@pytest.mark.parametrize("statement", ["import rag", "import app", "import extractors", "import ui.screen"])
def test_importing_loads_nothing_slow(statement: str) -> None:
    program = f"import sys; {statement}; print(*(set(sys.modules) & {SLOW!r}))"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.split() == []


def test_importing_writes_and_reads_no_environment() -> None:
    program = "import os; before = dict(os.environ); import rag, app; assert dict(os.environ) == before"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
