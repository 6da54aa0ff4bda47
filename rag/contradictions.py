"""What the audit found about the figures of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag import findings
from rag.figures import Finding
from rag.places import Place


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`decides`: it is about the figure itself; else the figure only takes part in it, as in a wrong percentage."""

    finding: findings.Finding
    decides: bool

    def tells_of_sentence(self, quote: str) -> bool:
        return any(side.quote == quote for side in self.finding.sides)


def contradictions_of(
    finding: Finding, elsewhere: Sequence[Place], known: Iterable[findings.Finding]
) -> tuple[Contradiction, ...]:
    """Those of the `known` in which the figure takes part, here or where another place states it too."""
    own = finding.place.facts if finding.place else ()
    others = [stored for place in elsewhere for stored in place.facts]
    found = []
    for one in known:
        decides = any(one.disputes(stored) for stored in own) or _disputes_change(one, finding)
        if decides or any(one.is_about(stored) for stored in (*own, *others)) or _tells_of(one, finding):
            found.append(Contradiction(one, decides))
    return tuple(found)


def _tells_of(one: findings.Finding, finding: Finding) -> bool:
    """Whether it is about the sentence on a change that the figure comes from."""
    return any(_is_of_change(side, finding) for side in one.sides)


def _disputes_change(one: findings.Finding, finding: Finding) -> bool:
    """Whether the change that the sentence states, in the very number of the figure, is what it says is wrong."""
    return any(
        side.role == findings.STATED
        and _is_of_change(side, finding)
        and side.stored is not None
        and side.stored.fact.amount is not None
        and side.stored.fact.amount.base == finding.base
        for side in one.sides
    )


def _is_of_change(side: findings.Side, finding: Finding) -> bool:
    if finding.change is None or side.stored is None:
        return False
    document_id, told = finding.change
    fact = side.stored.fact
    return (side.document_id, fact.page, fact.quote, fact.item) == (document_id, told.page, told.quote, told.item)
