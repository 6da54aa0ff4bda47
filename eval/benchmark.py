"""Several systems over one suite and one library, each in a process of its own, and what is kept of that as JSON.

{"suite": "samples.jsonl", "runs": [run of ours, run of a baseline, …], "audit": null or the score of the audit}
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from eval.run import run_suite
from eval.systems import System
from rag import Settings

Json = dict[str, Any]
SAME_FOR_COMPARISON = ("suite", "library")


class NotComparable(ValueError):
    """Runs over other questions or other documents, or no runs at all: their scores say nothing about each other."""


def run_all(
    systems: Iterable[System], suite: Path, library: Path, settings: Settings, *, cache: Path, jobs: int
) -> Json:
    """Processes of their own, so that memory and latency are each system's."""
    runs = [_apart(system, suite, library, settings, cache, jobs) for system in systems]
    return {"suite": suite.name, "runs": runs, "audit": None}


def read_benchmark(path: Path) -> Json:
    """What `python -m eval run --json` wrote."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotComparable(f"{path} cannot be read as a run: {error}") from error
    if not isinstance(written, dict) or not {"suite", "runs"} <= written.keys() or not written["runs"]:
        raise NotComparable(f"{path} is no run; write one with: python -m eval run SUITE --json > {path.name}")
    return written


def pairs(before: Json, after: Json) -> list[tuple[Json, Json]]:
    """The runs of the systems that both have; NotComparable where suite or library differ."""
    now = {run["system"]: run for run in after["runs"]}
    both = [(run, now[run["system"]]) for run in before["runs"] if run["system"] in now]
    if not both:
        raise NotComparable("The runs have no system in common.")
    for one, other in both:
        _check_comparable(one["signature"], other["signature"])
    return both


def _check_comparable(before: Json, after: Json) -> None:
    other = [part for part in SAME_FOR_COMPARISON if before.get(part) != after.get(part)]
    if other:
        raise NotComparable(f"The runs differ in {' and '.join(other)}: their scores cannot be compared.")


def _apart(system: System, suite: Path, library: Path, settings: Settings, cache: Path, jobs: int) -> Json:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        return executor.submit(_run, system, suite, library, settings, cache, jobs).result()


def _run(system: System, suite: Path, library: Path, settings: Settings, cache: Path, jobs: int) -> Json:
    return run_suite(suite, library, settings, system=system, cache=cache, jobs=jobs).to_json()
