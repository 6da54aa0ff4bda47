"""Passages found by words and passages found by meaning, in one order.

    score = SHARED × (what the passage shares of the question's words, rare words counting more) + nearness in meaning

`python -m eval.retrieval` measures it; docs/architecture.md has the table. A smaller weight finds more of what is asked
in other words and less of what quotes the text: 2 gives up least of either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rag.grams import shared
from rag.model import Passage

SHARED = 2.0


def rank(passages: Iterable[Passage], rarity: Mapping[str, float], nearness: Mapping[str, float]) -> list[Passage]:
    """Best first, each with its score. `rarity` is that of the question's tokens; `nearness` is by passage id."""
    scored = [
        replace(passage, score=SHARED * _share(passage, rarity) + nearness.get(passage.id, 0.0)) for passage in passages
    ]
    return sorted(scored, key=lambda passage: -passage.score)


def _share(passage: Passage, rarity: Mapping[str, float]) -> float:
    whole = sum(rarity.values())
    return (
        sum(rarity[token] for token in shared(rarity, f"{passage.section}\n{passage.text}")) / whole if whole else 0.0
    )
