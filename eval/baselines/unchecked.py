"""Ours without its cross-check: every figure is taken from the first place that states it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from unittest.mock import patch

from rag import Library, answer
from rag.crosscheck import Checked
from rag.figures import Finding
from rag.model import Answer, Verdict


def answer_unchecked(turns: Sequence[str], library: Library) -> Answer:
    """The chain of `rag.answer` with one step replaced, so that nothing else about it can differ."""
    with patch.object(import_module("rag.answer"), "crosscheck", _unchecked):
        return answer(turns[-1], library, turns=turns[:-1])


def _unchecked(findings: Sequence[Finding], known: object = ()) -> tuple[Checked, ...]:
    """In the place of `rag.crosscheck.crosscheck`."""
    return tuple(Checked(finding, Verdict.SINGLE_SOURCE, operands=_unchecked(finding.operands)) for finding in findings)
