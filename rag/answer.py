"""Question → checked answer: the chain."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.calculate import calculate
from rag.compose import compose
from rag.crosscheck import crosscheck
from rag.model import Answer
from rag.retrieve import retrieve
from rag.understand import understand

if TYPE_CHECKING:
    from rag.library import Library


def answer(question: str, library: Library, *, turns: Sequence[str] = ()) -> Answer:
    """The answer to a question that may lean on earlier `turns`, from what the library holds and nothing else."""
    started = time.perf_counter()
    query = understand(question, library, turns=turns)
    evidence = retrieve(query, library)
    figures = calculate(query, evidence)
    checked = crosscheck(figures)
    composed = compose(query, evidence, checked)
    return replace(composed, elapsed_ms=(time.perf_counter() - started) * 1000)
