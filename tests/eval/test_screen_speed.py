"""What is said of the times that a browser took."""

from __future__ import annotations

from eval.screen_speed import INTERACTION_GOAL_MS, OPENING, OPENING_GOAL_MS, SCRIPT, STEPS, summary


def test_each_time_stands_beside_its_goal() -> None:
    assert summary("sort", [10.0, 20.0, 30.0]).split()[1:] == ["p50", "20", "p95", "29", "goal", "200"]
    assert summary("sort", [INTERACTION_GOAL_MS + 1.0]).endswith("MISSED")
    assert summary(OPENING[0], [INTERACTION_GOAL_MS + 1.0]).endswith(f"goal {OPENING_GOAL_MS}")


def test_every_step_has_a_name_of_its_own_and_uses_helpers_that_are_there() -> None:
    assert len({step.name for step in STEPS}) == len(STEPS)
    helpers = SCRIPT.read_text(encoding="utf-8")
    for step in STEPS:
        for name in ("seen", "count", "text", "width", "drawn"):
            assert f"{name}(" not in step.until + step.told or f"{name}:" in helpers
