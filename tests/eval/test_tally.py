from __future__ import annotations

import pytest

from eval.scoring import Score
from eval.tally import Share, percentile, recall_at, reciprocal_rank_at, share_of


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [(10, 10, 0.7225, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (98, 100, 0.9300, 0.9945)],
)
def test_wilson_interval(hits: int, cases: int, low: float, high: float) -> None:
    assert Share(hits, cases).interval == pytest.approx((low, high), abs=1e-4)


def test_of_no_case_there_is_no_share() -> None:
    assert (Share(0, 0).rate, Share(0, 0).interval) == (None, None)


def test_only_scores_that_have_the_part_count() -> None:
    scores = [Score(True, value=True), Score(True, value=False), Score(False)]
    assert share_of(scores, "value") == Share(1, 2)
    assert share_of(scores, "right") == Share(1, 3)
    assert share_of(scores, "page") == Share(0, 0)


def test_ranks() -> None:
    scores = [Score(True, rank=1), Score(True, rank=2), Score(True, rank=0), Score(True, rank=4), Score(True)]
    assert recall_at(scores, 3) == Share(2, 4)
    assert reciprocal_rank_at(scores, 3) == pytest.approx((1 + 0.5) / 4)
    assert reciprocal_rank_at([Score(True)], 3) is None


def test_percentile_is_one_of_the_times() -> None:
    assert percentile([5.0, 1.0, 3.0], 95) == 5.0
    assert percentile([float(n) for n in range(1, 101)], 95) == 95.0
    assert percentile([], 95) is None
