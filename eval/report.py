"""A run as text: one table by kind of question, the signature, and what changed against an earlier run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from eval.run import ALL, Run
from eval.tally import FAULTS, PARTS, Share, median, percentile, recall_at, reciprocal_rank_at, share_of

HEADINGS = {"confidently_wrong": "conf. wrong", "false_refusal": "false refusal"}
EMPTY = "–"


def run_table(run: Run) -> str:
    """Markdown. A part is a share in per cent and its cases; the last row has Wilson's 95 % interval."""
    columns = (*PARTS, *FAULTS)
    head = ["kind", "questions", *(HEADINGS.get(part, part) for part in columns)]
    rows = [
        [kind, str(counts["questions"]), *(_share(Share(counts[p]["hits"], counts[p]["cases"])) for p in columns)]
        for kind, counts in run.summary().items()
    ]
    scores = run.of_kind(ALL)
    intervals = ["95 % interval", "", *(_interval(share_of(scores, part)) for part in columns)]
    return "\n".join(_row(cells) for cells in (head, ["---"] * len(head), *rows, intervals))


def run_text(run: Run) -> str:
    scores = run.of_kind(ALL)
    rank = reciprocal_rank_at(scores, 3)
    lines = [
        run_table(run),
        "",
        f"passages: recall@5 {_share(recall_at(scores, 5))}, MRR@3 {EMPTY if rank is None else f'{rank:.3f}'}",
        f"latency: p50 {median(run.latencies()):.1f} ms, p95 {percentile(run.latencies(), 95):.1f} ms, "
        f"{len(run.outcomes)} answers from {run.documents} documents",
        f"signature: {run.signature}",
    ]
    return "\n".join(lines)


def failures_text(run: Run) -> str:
    """A line for every question that something is wrong with: which parts, and what was answered."""
    return "\n".join(_failures(run))


def comparison_text(before: dict[str, Any], run: Run) -> str:
    """Which answers changed, after `check_comparable`."""
    was = {outcome["id"]: outcome["score"]["right"] for outcome in before["outcomes"]}
    now = {outcome.question.id: outcome.score.right for outcome in run.outcomes}
    changed = [
        f"{name}: {before['signature'].get(name)} → {value}"
        for name, value in asdict(run.signature).items()
        if before["signature"].get(name) != value
    ]
    better = [identifier for identifier, right in now.items() if right and not was.get(identifier)]
    worse = [identifier for identifier, right in now.items() if not right and was.get(identifier)]
    return "\n".join(
        [
            f"before {sum(was.values())} right, now {sum(now.values())} of {len(now)}",
            *(changed or ["equal signatures"]),
            f"now right: {', '.join(better) or EMPTY}",
            f"now wrong: {', '.join(worse) or EMPTY}",
        ]
    )


def _failures(run: Run) -> Iterator[str]:
    for outcome in run.outcomes:
        parts = [part for part in (*PARTS, "status") if getattr(outcome.score, part) is False]
        faults = [HEADINGS[part] for part in FAULTS if getattr(outcome.score, part)]
        if parts or faults:
            figures = ", ".join(f"{f['value']} {f['unit']}" for f in outcome.answer["figures"][:3])
            got = f"{outcome.answer['status']}, {outcome.answer['verdict']}, {figures or 'no figure'}"
            question = " → ".join(outcome.question.turns)
            yield f"{outcome.question.id} [{outcome.question.kind}] {question}\n    {', '.join(parts + faults)}: {got}"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _share(share: Share) -> str:
    return EMPTY if share.rate is None else f"{share.rate:.1%} ({share.hits}/{share.cases})"


def _interval(share: Share) -> str:
    return EMPTY if share.interval is None else f"{share.interval[0]:.1%}–{share.interval[1]:.1%}"
