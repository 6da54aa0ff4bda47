"""Ingests that are killed, and several at once: what is then in the library is whole, and nobody is locked out."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from rag.export import export_facts
from rag.library import Library
from samples import sample_files

ROOT = Path(__file__).parents[2]
TRIALS = int(os.environ.get("MINGZHANG_KILL_TRIALS", "3"))  # 50 take some minutes


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dozen disclosures: the samples, each three times with other bytes at its end."""
    folder = tmp_path_factory.mktemp("files")
    for copy in range(3):
        for path in sample_files():
            (folder / f"{copy}-{path.name}").write_bytes(path.read_bytes() + f"\n% {copy}\n".encode())
    return folder


@pytest.fixture(scope="module")
def undisturbed(files: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    with Library.open(folder, create=True) as library:
        library.ingest([files])
        return exported(library)


def exported(library: Library) -> list[dict[str, Any]]:
    """All facts, in an order that does not depend on which document came first."""
    path = library.folder / "facts.jsonl"
    export_facts(library, path)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    path.unlink()
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(ROOT / "app.py"), *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_hear_interrupts,
    )


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background of a shell ignores them


def assert_whole(library: Library) -> None:
    for document in library.documents():
        assert len(library.facts(document_ids=[document.id])) == document.facts
        assert len(library.extraction_tables(document.id)) == document.tables
        assert len(library.unread(document.id)) == document.unread
        assert library.original(document.id).exists()
    problems = library.verify().problems
    assert [
        problem for problem in problems if "search by meaning" not in problem and "no document" not in problem
    ] == []


@pytest.mark.parametrize("seed", range(TRIALS))
def test_killed_ingest_leaves_whole_documents_and_can_be_finished(
    files: Path, undisturbed: list[dict[str, Any]], tmp_path: Path, seed: int
) -> None:
    folder = tmp_path / "library"
    process = start("ingest", files, "--library", folder)
    time.sleep(random.Random(seed).uniform(0.2, 4.0))
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    with Library.open(folder, create=True) as library:
        assert_whole(library)
        library.ingest([files])
        assert exported(library) == undisturbed
        assert_whole(library)
        assert library.verify(repair=True).remaining == 0


def test_interrupted_ingest_says_so(files: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    process = start("ingest", files, "--library", folder)
    deadline = time.monotonic() + 30
    while not (folder / "originals").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "whole or not at all" in errors
    with Library.open(folder) as library:
        assert_whole(library)
        assert not list((folder / "incoming").iterdir())


def test_two_ingests_and_a_reader_at_once(files: Path, undisturbed: list[dict[str, Any]], tmp_path: Path) -> None:
    folder = tmp_path / "library"
    ingests = [start("ingest", files, "--library", folder, "--json") for _ in range(2)]
    readers = [start("documents", "--library", folder, "--json") for _ in range(3)]
    for reader in readers:
        output, errors = reader.communicate(timeout=60)
        assert "locked" not in output + errors
    reports = [json.loads(process.communicate(timeout=120)[0])["files"] for process in ingests]
    assert [process.returncode for process in ingests] == [0, 0]
    for both in zip(*reports, strict=True):
        assert sorted(file["status"] for file in both) == ["added", "unchanged"]
    with Library.open(folder) as library:
        assert exported(library) == undisturbed
        assert_whole(library)
