"""Percentages that documents state, against those that their figures give."""

from __future__ import annotations

from extractors.quantities import Amount


def explains(computed: Amount, stated: Amount) -> bool:
    """Whether the stated percentage is the computed one, rounded or cut off at its last digit."""
    return abs(computed.value - stated.value) < stated.rounding * 2 + computed.rounding
