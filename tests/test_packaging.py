"""What is in the tree is in the wheel: every package is listed, and every data file falls under a listed pattern."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("extractors", "rag", "ui", "eval", "samples")


@pytest.fixture(scope="module")
def packaging() -> dict[str, Any]:
    written: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return written["tool"]["setuptools"]


def files_of(layer: str) -> list[Path]:
    return [file for file in (ROOT / layer).rglob("*") if file.is_file() and "__pycache__" not in file.parts]


def test_every_folder_with_code_is_a_listed_package(packaging: dict[str, Any]) -> None:
    folders = {file.parent.relative_to(ROOT) for layer in LAYERS for file in files_of(layer) if file.suffix == ".py"}
    assert {".".join(folder.parts) for folder in folders} == set(packaging["packages"])
    assert all((ROOT / folder / "__init__.py").exists() for folder in folders)


@pytest.mark.parametrize("layer", LAYERS)
def test_every_data_file_goes_along(layer: str, packaging: dict[str, Any]) -> None:
    packaged = {
        file
        for package, patterns in packaging["package-data"].items()
        for pattern in patterns
        for file in ROOT.joinpath(*package.split(".")).glob(pattern)
    }
    left_out = [file for file in files_of(layer) if file.suffix != ".py" and file not in packaged]
    assert not left_out


def test_no_pattern_is_left_over(packaging: dict[str, Any]) -> None:
    for package, patterns in packaging["package-data"].items():
        for pattern in patterns:
            assert any(ROOT.joinpath(*package.split(".")).glob(pattern)), f"{package}: {pattern}"
