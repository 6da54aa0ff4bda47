"""Planted errors of made documents against the findings of the audit: recall by kind, and findings without an error.

    python app.py audit --library DIR --json > AUDIT.json
    python -m eval.planted ERRORS.jsonl AUDIT.json [--misses N]

A planted error is found where a finding of its document that is no mere rounding names it: the amount, rate or year
that is stated, on a page of the error; or the title of the table that is missing. A finding in a document without any
planted error is false.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

Json = Mapping[str, Any]
NUMBER = re.compile(r"-?[\d,]*\d(?:\.\d+)?")
TITLE_HEAD = re.compile(r"^(?:\d{4}年)?(?:度|部门|单位)*")  # what contents lists and findings leave out
DIFFERS = "differs"
BY_PAGE = ("unit_line", "placeholder")  # found by any finding on a page of theirs


@dataclass(slots=True)
class PlantedScore:
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    clean_documents: int = 0
    false: list[Json] = field(default_factory=list)
    missed: list[Json] = field(default_factory=list)


def score_planted(errors: Sequence[Json], findings: Iterable[Json], documents: int) -> PlantedScore:
    """`documents` is how many were audited."""
    by_document: dict[str, list[Json]] = defaultdict(list)
    for finding in findings:
        if finding["status"] == DIFFERS:
            by_document[finding["document"]].append(finding)
    score = PlantedScore()
    for error in errors:
        score.planted[error["kind"]] += 1
        if any(is_about(finding, error) for finding in by_document[error["document"]]):
            score.found[error["kind"]] += 1
        else:
            score.missed.append(error)
    with_errors = {error["document"] for error in errors}
    score.clean_documents = documents - len(with_errors)
    score.false = [
        finding for document, found in by_document.items() if document not in with_errors for finding in found
    ]
    return score


def is_about(finding: Json, error: Json) -> bool:
    if error["kind"] == "missing_table":
        title = TITLE_HEAD.sub("", error["stated"])
        return finding["kind"] == "missing_table" and title in str(finding["message"])
    pages = {citation["page"] for citation in finding["citations"]}
    if error["pages"] and pages.isdisjoint(error["pages"]):
        return False
    if error["kind"] in BY_PAGE:
        return True
    stated = _numbers(error["stated"])
    quoted = " ".join(str(citation["quote"]) for citation in finding["citations"])
    return bool(stated & _numbers(f"{finding['message']} {finding['stated']} {quoted}"))


def _numbers(text: str) -> set[Decimal]:
    return {Decimal(match.group().replace(",", "")) for match in NUMBER.finditer(text)}


def planted_text(score: PlantedScore) -> str:
    lines = ["| error | planted | found | recall |", "|---|---|---|---|"]
    for kind in sorted(score.planted):
        lines.append(_line(kind, score.found[kind], score.planted[kind]))
    lines.append(_line("all", score.found.total(), score.planted.total()))
    documents = len({finding["document"] for finding in score.false})
    lines += ["", f"{len(score.false)} findings in {documents} of {score.clean_documents} documents without an error"]
    return "\n".join(lines)


def _line(kind: str, found: int, planted: int) -> str:
    return f"| {kind} | {planted} | {found} | {found / planted:.1%} |" if planted else f"| {kind} | 0 | 0 | – |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("errors", type=Path)
    parser.add_argument("audit", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="how many missed errors and false findings to list")
    options = parser.parse_args()
    errors = [json.loads(line) for line in options.errors.read_text(encoding="utf-8").splitlines()]
    audit = json.loads(options.audit.read_text(encoding="utf-8"))
    documents = len({line["document"] for line in audit["coverage"]})
    score = score_planted(errors, audit["findings"], documents)
    print(planted_text(score))
    for error in score.missed[: options.misses]:
        print("missed:", json.dumps(error, ensure_ascii=False))
    for finding in score.false[: options.misses]:
        print("false:", finding["document"], finding["message"])


if __name__ == "__main__":
    main()
