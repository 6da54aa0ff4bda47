"""Scores added up: a share with its interval for every part of an answer, by kind of question."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from eval.scoring import Score

PARTS = ("right", "value", "document", "page", "cell", "phrases", "verdict", "conflict", "refusal", "table")
FAULTS = ("false_refusal", "confidently_wrong")  # of these, fewer is better
Z = 1.959964  # of the normal distribution, for an interval that holds 95 % of the time


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `cases`, and Wilson's 95 % interval, which is honest near 0 and 1 and for few cases."""

    hits: int
    cases: int

    @property
    def rate(self) -> float | None:
        return self.hits / self.cases if self.cases else None

    @property
    def interval(self) -> tuple[float, float] | None:
        if not self.cases:
            return None
        rate, n = self.hits / self.cases, self.cases
        middle = (rate + Z * Z / (2 * n)) / (1 + Z * Z / n)
        spread = Z * math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - spread), min(1.0, middle + spread)

    def to_json(self) -> dict[str, Any]:
        return {"hits": self.hits, "cases": self.cases, "rate": self.rate, "interval": self.interval}


def share_of(scores: Iterable[Score], part: str) -> Share:
    """Over the scores that have this part."""
    outcomes = [outcome for outcome in (getattr(score, part) for score in scores) if outcome is not None]
    return Share(sum(outcomes), len(outcomes))


def recall_at(scores: Iterable[Score], limit: int) -> Share:
    """Questions of which one of the first `limit` citations is on a right page."""
    ranks = [score.rank for score in scores if score.rank is not None]
    return Share(sum(0 < rank <= limit for rank in ranks), len(ranks))


def reciprocal_rank_at(scores: Iterable[Score], limit: int) -> float | None:
    """The mean of 1/rank, 0 where the rank is beyond `limit`."""
    ranks = [score.rank for score in scores if score.rank is not None]
    return sum(1 / rank for rank in ranks if 0 < rank <= limit) / len(ranks) if ranks else None


def percentile(times: Sequence[float], percent: int) -> float | None:
    """The smallest of `times` that at least `percent` % of them do not exceed."""
    if not times:
        return None
    return sorted(times)[math.ceil(len(times) * percent / 100) - 1]


def median(times: Sequence[float]) -> float | None:
    return statistics.median(times) if times else None
