"""Fewer questions of a suite, drawn alike each time: long suites over many documents take hours to ask."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from eval.questions import read_lines, read_suite


def draw(suite: Path, questions: int, seed: int) -> list[str]:
    """The lines of so many questions, in the suite's order; which they are depends on their ids and the seed alone."""
    read_suite(suite)
    lines = {str(json.loads(line)["id"]): line for _, line in read_lines(suite)}
    chosen = set(sorted(lines, key=lambda identifier: _place(identifier, seed))[:questions])
    return [line for identifier, line in lines.items() if identifier in chosen]


def _place(identifier: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed}/{identifier}".encode()).digest()
