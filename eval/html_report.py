"""Benchmarks as one HTML page that opens offline and prints: scores, plots, losses, every wrong answer, signatures.

Questions and answers may quote documents: all text is escaped; the page runs no script and may load nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from eval.charts import Dot, Row, dot_chart
from eval.report import (
    audit_rows,
    audit_text,
    cost_rows,
    faulty_parts,
    given,
    interval_text,
    kind_rows,
    losses,
    name_of,
    retrieval_line,
    share_in,
    share_text,
    signature_text,
    system_rows,
)
from eval.run import ALL
from eval.tally import FAULTS, PARTS

Json = dict[str, Any]

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
body{font-family:system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;line-height:1.45;max-width:72rem;
margin:2rem auto;padding:0 1rem;color:#222}
h2{border-top:2px solid #333;padding-top:.8rem;margin-top:2.5rem}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.82rem;margin:.6rem 0}
td,th{border:1px solid #ccc;padding:.15rem .45rem;text-align:left;vertical-align:top}
td:nth-child(n+2){font-variant-numeric:tabular-nums}
svg{max-width:100%;height:auto;display:block}
.small{color:#555;font-size:.85rem}
code{word-break:break-all;font-size:.78rem}
@media print{body{max-width:none;margin:0;font-size:.85rem}h2{break-before:page}tr,svg{break-inside:avoid}}
"""
READING = (
    "A mark is a share, the line behind it Wilson’s 95 % interval. Of “false refusal” and “conf. wrong” (a wrong "
    "figure that nothing in the answer warns of) less is better; of everything else more is."
)


def to_html(benchmarks: Sequence[Json]) -> str:
    sections = "".join(_section(benchmark) for benchmark in benchmarks)
    answers = "".join(_answers(benchmark) for benchmark in benchmarks)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
        f'<meta name="viewport" content="width=device-width"><title>明账 benchmark</title><style>{STYLE}</style></head>'
        f'<body><h1>明账 benchmark</h1><p class="small">{READING}</p>'
        f"{_overview(benchmarks)}{sections}{answers}</body></html>"
    )


def _overview(benchmarks: Sequence[Json]) -> str:
    """Every system over every suite, one line each."""
    head = ["questions", "documents", "system", "right", "95 % interval", "false refusal", "conf. wrong", "p50 ms"]
    rows = [_overview_row(benchmark["suite"], run) for benchmark in benchmarks for run in benchmark["runs"]]
    return _table([head, *rows])


def _overview_row(suite: str, run: Json) -> list[str]:
    counts, documents = run["summary"][ALL], str(run["documents"])
    right, *faults = (share_in(counts, part) for part in ("right", *FAULTS))
    shares = [share_text(right), interval_text(right), *map(share_text, faults)]
    return [f"{suite}, {counts['questions']}", documents, run["system"], *shares, f"{run['latency_ms']['p50']:.1f}"]


def _section(benchmark: Json) -> str:
    runs = benchmark["runs"]
    ours = runs[0]
    parts = [
        f"<h2>{escape(benchmark['suite'])}</h2><p>{escape(_in_short(runs))}</p>",
        _table(system_rows(runs)),
        _parts_chart(runs),
        _losses(runs),
        f"<h3>Right answers by kind of question</h3>{_kinds_chart(runs)}",
        f"<h3>{escape(ours['system'])} by kind</h3>{_table(kind_rows(ours))}",
        f'<p class="small">{escape(retrieval_line(ours))}</p>',
        f"<h3>Time and memory</h3>{_table(cost_rows(runs))}",
        _audit(benchmark["audit"]),
        "<h3>Signatures</h3>",
        *(f"<p><code>{escape(signature_text(run))}</code></p>" for run in runs),
    ]
    return "".join(parts)


def _answers(benchmark: Json) -> str:
    """Question by question, for those who look for the cause."""
    runs = benchmark["runs"]
    return f"<h2>{escape(benchmark['suite'])}: wrong answers</h2>{_wrong(runs[0])}{_won_by_others(runs)}"


def _in_short(runs: Sequence[Json]) -> str:
    asked, documents = runs[0]["summary"][ALL]["questions"], runs[0]["documents"]
    right = "; ".join(f"{run['system']} {share_text(run['summary'][ALL]['right'])}" for run in runs)
    return f"{asked} questions about {documents} documents. Right: {right}."


def _parts_chart(runs: Sequence[Json]) -> str:
    rows = [Row(name_of(part), [_dot(run, ALL, part) for run in runs]) for part in (*PARTS, *FAULTS)]
    return _chart(runs, rows)


def _kinds_chart(runs: Sequence[Json]) -> str:
    rows = [Row(kind, [_dot(run, kind, "right") for run in runs]) for kind in runs[0]["summary"] if kind != ALL]
    return _chart(runs, rows)


def _chart(runs: Sequence[Json], rows: Iterable[Row]) -> str:
    return dot_chart([run["system"] for run in runs], [row for row in rows if any(row.dots)])


def _dot(run: Json, kind: str, part: str) -> Dot | None:
    share = share_in(run["summary"].get(kind, {}), part)
    if share["rate"] is None:
        return None
    return Dot(share["rate"], *share["interval"], f"{run['system']}, {name_of(part)}: {share_text(share)}")


def _losses(runs: Sequence[Json]) -> str:
    if len(runs) < 2:
        return ""
    lines = "".join(f"<li>{escape(line)}</li>" for line in losses(runs))
    return f"<h3>Where we lose to a baseline</h3>{f'<ul>{lines}</ul>' if lines else '<p>Nowhere in this run.</p>'}"


def _audit(audit: Json | None) -> str:
    if not audit:
        return ""
    return f"<h3>Audit</h3><p>{escape(audit_text(audit))}</p>{_table(audit_rows(audit))}"


def _wrong(run: Json) -> str:
    wrong = [outcome for outcome in run["outcomes"] if faulty_parts(outcome)]
    rows = [
        [o["id"], o["kind"], " → ".join(o["turns"]), o["expected"], given(o), ", ".join(faulty_parts(o))] for o in wrong
    ]
    head = ["id", "kind", "question", "expected", "answered", "wrong"]
    heading = f"Where {run['system']} is wrong in any part: {len(wrong)}"
    return f"<h3>{escape(heading)}</h3>{_table([head, *rows]) if rows else ''}"


def _won_by_others(runs: Sequence[Json]) -> str:
    """Questions that ours got wrong and another got right."""
    ours, *others = runs
    wrong = {o["id"]: o for o in ours["outcomes"] if not o["score"]["right"]}
    rows = [
        [o["id"], " → ".join(o["turns"]), run["system"], given(o), given(wrong[o["id"]])]
        for run in others
        for o in run["outcomes"]
        if o["id"] in wrong and o["score"]["right"]
    ]
    head = ["id", "question", "system", "its answer", ours["system"]]
    return f"<h3>Wrong in ours, right in another: {len(rows)}</h3>{_table([head, *rows])}" if rows else ""


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *others = rows
    heads = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in others)
    return f'<div class="wide"><table><tr>{heads}</tr>{body}</table></div>'
