"""A benchmark as text: one row a system, one table a system by kind of question, and what changed against another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from eval.benchmark import pairs
from eval.run import ALL
from eval.systems import System
from eval.tally import FAULTS, PARTS, Share

Json = dict[str, Any]
Rows = list[list[str]]
"""A table: the first row holds the headings."""

HEADINGS = {"confidently_wrong": "conf. wrong", "false_refusal": "false refusal"}
COLUMNS = (*PARTS, *FAULTS)
EMPTY = "–"


def benchmark_text(benchmark: Json) -> str:
    """The table of all systems, ours by kind, where ours loses, and every signature."""
    runs = benchmark["runs"]
    parts = [kind_table(runs[0]), retrieval_line(runs[0])]
    if len(runs) > 1:
        lost = [f"- {line}" for line in losses(runs)] or ["nowhere"]
        parts += [markdown(system_rows(runs)), "\n".join(["where we lose:", *lost])]
    parts += [markdown(cost_rows(runs))]
    if benchmark["audit"]:
        parts += [audit_text(benchmark["audit"]), markdown(audit_rows(benchmark["audit"]))]
    parts += ["\n".join(f"signature: {signature_text(run)}" for run in runs)]
    return "\n\n".join(parts)


def kind_table(run: Json) -> str:
    return markdown(kind_rows(run))


def system_rows(runs: Sequence[Json]) -> Rows:
    """Over all questions, a row for each system."""
    head = ["system", "questions", *(name_of(part) for part in COLUMNS)]
    return [head, *([run["system"], *_counted(run["summary"][ALL])] for run in runs)]


def kind_rows(run: Json) -> Rows:
    """A part is a share in per cent and its cases; the last row has Wilson's 95 % interval."""
    head = ["kind", "questions", *(name_of(part) for part in COLUMNS)]
    intervals = ["95 % interval", "", *(interval_text(share_in(run["summary"][ALL], part)) for part in COLUMNS)]
    return [head, *([kind, *_counted(counts)] for kind, counts in run["summary"].items()), intervals]


def cost_rows(runs: Sequence[Json]) -> Rows:
    """Time and memory, of answers and of taking documents in."""
    head = ["system", "p50 ms", "p95 ms", "memory MB", "documents", "pages", "pages/s", "processes"]
    return [head, *(_cost_row(run) for run in runs)]


def audit_rows(audit: Json) -> Rows:
    """Planted errors by kind, and those found."""
    return [["planted error", "found"], *([kind, share_text(share)] for kind, share in audit["by_kind"].items())]


def name_of(part: str) -> str:
    return HEADINGS.get(part, part)


def retrieval_line(run: Json) -> str:
    rank = run["retrieval"]["reciprocal_rank_at_3"]
    recall = share_text(run["retrieval"]["recall_at_5"])
    return f"passages: recall@5 {recall}, MRR@3 {EMPTY if rank is None else f'{rank:.3f}'}"


def losses(runs: Sequence[Json]) -> list[str]:
    """A line for every part and kind of question in which a baseline did better than ours, and for a faster answer.

    `may be chance`: the two intervals overlap.
    """
    ours, *others = runs
    rivals = [run for run in others if not System(run["system"]).is_ours]
    return [line for other in rivals for line in [*_parts_lost(ours, other), *_slower(ours, other)]]


def failures_text(run: Json) -> str:
    """A line for every question that something is wrong with: which parts, and what was answered."""
    return "\n".join(_failures(run))


def comparison_text(before: Json, after: Json) -> str:
    """Which answers changed, system by system; NotComparable where questions or documents differ."""
    return "\n\n".join("\n".join(_changes(one, other)) for one, other in pairs(before, after))


def audit_text(audit: Json) -> str:
    recall, precision = (f"{share_text(audit[key])} {interval_text(audit[key])}" for key in ("recall", "precision"))
    return f"audit: {recall} of the planted errors found; {precision} of the faulted documents have one"


def signature_text(run: Json) -> str:
    return "|".join(f"{name}:{value}" for name, value in run["signature"].items())


def share_in(counts: Json, part: str) -> Json:
    """Of no case, where the run is older than the part or has no question of the kind."""
    share: Json = counts.get(part) or Share(0, 0).to_json()
    return share


def share_text(share: Json) -> str:
    return EMPTY if share["rate"] is None else f"{share['rate']:.1%} ({share['hits']}/{share['cases']})"


def interval_text(share: Json) -> str:
    return EMPTY if share["interval"] is None else f"{share['interval'][0]:.1%}–{share['interval'][1]:.1%}"


def faulty_parts(outcome: Json) -> list[str]:
    """The parts of an answer that are wrong."""
    score = outcome["score"]
    missing = [part for part in (*PARTS, "status") if score.get(part) is False]
    return missing + [name_of(part) for part in FAULTS if score.get(part)]


def given(outcome: Json) -> str:
    """What was answered, in short."""
    answer = outcome["answer"]
    figures = ", ".join(f"{f['value']} {f['unit']}" for f in answer["figures"][:3])
    return f"{answer['status']}, {answer['verdict']}, {figures or 'no figure'}"


def _failures(run: Json) -> Iterator[str]:
    for outcome in run["outcomes"]:
        faults = faulty_parts(outcome)
        if faults:
            question = " → ".join(outcome["turns"])
            yield f"{outcome['id']} [{outcome['kind']}] {question}\n    {', '.join(faults)}: {given(outcome)}"


def _changes(before: Json, after: Json) -> Iterator[str]:
    was = {outcome["id"]: outcome for outcome in before["outcomes"]}
    now = {outcome["id"]: outcome for outcome in after["outcomes"]}
    right = sum(outcome["score"]["right"] for outcome in was.values())
    yield f"{after['system']}: before {right} right, now {sum(o['score']['right'] for o in now.values())} of {len(now)}"
    yield from _other_signature(before["signature"], after["signature"]) or ["equal signatures"]
    for word, better in (("now right", True), ("now wrong", False)):
        changed = [id for id, o in now.items() if o["score"]["right"] is better is not was[id]["score"]["right"]]
        yield f"{word}: {', '.join(changed) or EMPTY}"
        yield from (f"    {id}: {given(was[id])} → {given(now[id])}" for id in changed)
    same = [id for id, o in now.items() if o["score"]["right"] is was[id]["score"]["right"]]
    otherwise = [id for id in same if given(was[id]) != given(now[id])]
    yield f"answered otherwise, and as right or wrong as before: {', '.join(otherwise) or EMPTY}"


def _other_signature(before: Json, after: Json) -> list[str]:
    return [f"{part}: {before.get(part)} → {value}" for part, value in after.items() if before.get(part) != value]


def _parts_lost(ours: Json, other: Json) -> Iterator[str]:
    for kind, counts in ours["summary"].items():
        for part in COLUMNS:
            one, two = (share_in(c, part) for c in (counts, other["summary"].get(kind, {})))
            if _is_worse(one, two, part):
                chance = ", may be chance" if _overlap(one, two) else ""
                yield f"{kind}, {name_of(part)}: ours {share_text(one)}, {other['system']} {share_text(two)}{chance}"


def _is_worse(ours: Json, other: Json, part: str) -> bool:
    if ours["rate"] is None or other["rate"] is None:
        return False
    return bool(ours["rate"] > other["rate"] if part in FAULTS else ours["rate"] < other["rate"])


def _slower(ours: Json, other: Json) -> list[str]:
    mine, theirs = ours["latency_ms"]["p50"], other["latency_ms"]["p50"]
    return [f"median latency: ours {mine:.1f} ms, {other['system']} {theirs:.1f} ms"] if theirs < mine else []


def _overlap(one: Json, two: Json) -> bool:
    return bool(one["interval"][0] <= two["interval"][1] and two["interval"][0] <= one["interval"][1])


def _cost_row(run: Json) -> list[str]:
    made = run["preparation"]
    taken = [str(made["pages"]), f"{made['pages_per_second']:.1f}", str(made["jobs"])] if made else [EMPTY] * 3
    memory = EMPTY if run["memory_mb"] is None else f"{run['memory_mb']:.0f}"
    latency = run["latency_ms"]
    return [run["system"], f"{latency['p50']:.1f}", f"{latency['p95']:.1f}", memory, str(run["documents"]), *taken]


def _counted(counts: Json) -> list[str]:
    return [str(counts["questions"]), *(share_text(share_in(counts, part)) for part in COLUMNS)]


def markdown(rows: Rows) -> str:
    head, *others = rows
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *others))
