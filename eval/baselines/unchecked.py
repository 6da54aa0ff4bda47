"""Ours without its cross-check: every figure is taken from the first place that states it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from rag import Library
from rag.calculate import calculate
from rag.comparison import Checked
from rag.compose import compose
from rag.figures import Finding
from rag.model import Answer, Verdict
from rag.retrieve import retrieve
from rag.understand import understand


def answer_unchecked(turns: Sequence[str], library: Library) -> Answer:
    """The chain of `rag.answer` without its step `crosscheck`."""
    started = time.perf_counter()
    query = understand(turns[-1], library, turns=turns[:-1])
    evidence = retrieve(query, library)
    figures = [_unchecked(finding) for finding in calculate(query, evidence)]
    composed = compose(query, evidence, figures)
    return replace(composed, elapsed_ms=(time.perf_counter() - started) * 1000)


def _unchecked(finding: Finding) -> Checked:
    operands = tuple(_unchecked(operand) for operand in finding.operands)
    return Checked(finding, Verdict.SINGLE_SOURCE, operands=operands)
