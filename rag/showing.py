"""The checks that are shown with an answer: what its figures were compared with, and what the audit found of them.

The verdict is never better than the checks: one that differs and is not `beside` the figures is a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rag.comparison import Checked, Comparison
from rag.contradictions import Contradiction
from rag.findings import Finding
from rag.model import Check
from rag.report import Reporter
from rag.telling import all_findings


def checks_of(checked: Sequence[Checked], reporter: Reporter) -> tuple[Check, ...]:
    """Each once: of a sentence whose percentage the audit finds wrong, only what the audit says."""
    known = list(_contradictions(checked))
    comparisons = [reporter.verdicts.check(c) for c in _comparisons(checked) if not _is_found(c, known)]
    disputing = {contradiction.finding for contradiction in known if contradiction.decides}
    findings = [_finding(found, disputing, reporter) for found in all_findings(checked)]
    return (*comparisons, *findings)


def _finding(found: Finding, disputing: set[Finding], reporter: Reporter) -> Check:
    return reporter.verdicts.teller.check(found, beside=found not in disputing)


def _is_found(comparison: Comparison, known: Iterable[Contradiction]) -> bool:
    change = comparison.change
    return change is not None and not comparison.decides and any(k.tells_of_sentence(change[1].quote) for k in known)


def _comparisons(checked: Sequence[Checked]) -> list[Comparison]:
    """Those of the figures and of their operands, each once."""
    found: list[Comparison] = []
    for one in checked:
        found += [c for c in (*one.comparisons, *_comparisons(one.operands)) if c not in found]
    return found


def _contradictions(checked: Iterable[Checked]) -> Iterator[Contradiction]:
    for one in checked:
        yield from one.contradictions
        yield from _contradictions(one.operands)
