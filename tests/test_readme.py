"""What the README shows is what happens."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import app

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(readme: str, language: str) -> list[str]:
    return [body for kind, body in BLOCK.findall((ROOT / readme).read_text(encoding="utf-8")) if kind == language]


def _run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "app.py", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme") / "library"
    _run("ingest", "samples/documents", "--library", str(folder))
    return folder


def _differences(shown: Any, real: Any, path: str = "") -> list[str]:
    """Where the real answer lacks or contradicts what is shown; it may hold more."""
    if isinstance(shown, dict):
        return [d for key, value in shown.items() for d in _differences(value, real.get(key), f"{path}.{key}")]
    if isinstance(shown, list):
        pairs = zip(shown, [*real, *[{}] * len(shown)], strict=False)
        return [d for n, (value, other) in enumerate(pairs) for d in _differences(value, other, f"{path}[{n}]")]
    return [] if shown == real else [f"{path}: shown {shown!r}, is {real!r}"]


@pytest.mark.parametrize("readme", READMES)
def test_the_example_gives_the_answer_that_is_shown(readme: str, library: Path) -> None:
    command = next(block for block in _blocks(readme, "sh") if " ask " in block)
    program, script, *arguments = shlex.split(command)
    assert (program, script) == ("python", "app.py")
    answer = json.loads(_run(*arguments, "--library", str(library)))
    assert _differences(json.loads(_blocks(readme, "json")[0]), answer) == []


def test_both_languages_show_the_same_commands_and_answer() -> None:
    assert [_blocks(READMES[0], kind) for kind in ("sh", "json")] == [
        _blocks(READMES[1], kind) for kind in ("sh", "json")
    ]


@pytest.mark.parametrize("document", [*READMES, "docs/contract.md"])
def test_every_command_is_described(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    commands = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    assert len(commands) >= 8
    assert [command for command in commands if f"`{command}" not in text] == []


@pytest.mark.parametrize(
    "document", [*READMES, "samples/README.md", "docs/architecture.md", "docs/contract.md", "docs/langchain.md"]
)
def test_links_and_pictures_are_there(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    local = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in local if not (ROOT / document).parent.joinpath(link).exists()] == []


@pytest.mark.parametrize("target", ["run", "test", "check"])
def test_make_knows_what_is_promised(target: str) -> None:
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "constraints.txt" in done.stdout or ".venv/bin" in done.stdout
