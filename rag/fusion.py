"""Several rankings of the same things into one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_DAMPING = 60  # of reciprocal rank fusion (Cormack et al., 2009): how little the first few ranks differ


def fuse(rankings: Iterable[Sequence[str]]) -> list[tuple[str, float]]:
    """Each thing with the sum of its reciprocal ranks, best first; what several rankings name comes before."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, thing in enumerate(ranking, start=1):
            scores[thing] = scores.get(thing, 0.0) + 1 / (_DAMPING + rank)
    return sorted(scores.items(), key=lambda scored: -scored[1])
