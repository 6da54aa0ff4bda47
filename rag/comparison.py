"""What is compared with a figure, and how that came out: the records of crosscheck."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors.model import StatedChange
from extractors.quantities import Amount
from rag.contradictions import Contradiction
from rag.figures import Finding
from rag.model import Verdict
from rag.places import Place


class Outcome(StrEnum):
    HOLDS = "holds"
    ROUNDING = "rounding"
    DIFFERS = "differs"
    UNDECIDED = "undecided"


class Rule(StrEnum):
    """What is compared; the wording is in data/answer.*.yaml."""

    SAME_ITEM = "same_item"
    SUM = "sum"
    EQUAL = "equal"
    COUNTERPART = "counterpart"
    EDITION = "edition"
    RATE = "rate"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure and what another way gives. `decides`: a difference here is a conflict of the figure itself."""

    rule: Rule
    stated: Amount
    derived: Amount
    outcome: Outcome
    places: tuple[Place, ...] = ()
    change: tuple[str, StatedChange] | None = None
    formula: str | None = None
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Checked:
    finding: Finding
    verdict: Verdict
    comparisons: tuple[Comparison, ...] = ()
    operands: tuple[Checked, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


def outcome_of(one: Place, other: Place) -> Outcome:
    return Outcome.HOLDS if one.amount.base == other.amount.base else Outcome.ROUNDING
