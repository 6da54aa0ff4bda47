"""Findings: the figures of an answer before they are checked and worded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractors.model import StatedChange
from extractors.quantities import Amount
from rag.cases import Case
from rag.model import Origin
from rag.places import Place


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure. `place` states it; a figure that was worked out has `operands`, or the stated `change`, instead.

    `aspect` names what kind of number it is where that is not the case's own measure (a share, a difference).
    """

    case: Case
    amount: Amount
    origin: Origin
    place: Place | None = None
    operands: tuple[Finding, ...] = ()
    change: tuple[str, StatedChange] | None = None  # (document id, the sentence's change)
    formula: str | None = None
    aspect: str | None = None
    converted: bool = False  # into the unit asked for
    told: Place | None = None  # where the document itself states what was worked out
    other_edition: bool = False  # another file of the same disclosure, which states something else

    @property
    def base(self) -> Decimal:
        return self.amount.base


def from_place(case: Case, place: Place, *, other_edition: bool = False) -> Finding:
    origin = Origin.COMPUTED if place.formula else Origin.STATED
    return Finding(case, place.amount, origin, place, formula=place.formula, other_edition=other_edition)
