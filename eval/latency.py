"""How quickly questions are answered in a warm process.

    python -m eval.latency [--library DIR] [--rounds N] [QUESTIONS.jsonl]

Prints median and 95th percentile in milliseconds, with what they were measured on. Without a file of questions
({"question"} a line) it asks a few kinds of question about every agency that is loaded.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path

from rag import Library, answer

KINDS = (
    "{agency}{year}年公务接待费是多少",
    "{agency}{year}年“三公”经费比上年变化多少",
    "{agency}{year}年项目支出占支出总计的比例",
    "{agency}{year}年培训费多少元",
    "{agency}{year}年有哪些项目，金额各多少",
)
PROSE = ("{agency}的主要职责是什么",)
EVERYONE = ("{year}年哪个单位的公务接待费最高", "{year}年公务接待费是多少")


def questions_about(library: Library, kinds: Iterable[str]) -> Iterator[str]:
    asked = {(d.agency, d.year) for d in library.documents() if d.year}
    for agency, year in sorted(asked, key=str):
        yield from (kind.format(agency=agency, year=year) for kind in kinds)


def milliseconds(library: Library, questions: Iterable[str], rounds: int) -> list[float]:
    """Every question once to warm up, then `rounds` times for the record."""
    asked = list(dict.fromkeys(questions))
    for question in asked:
        answer(question, library)
    return [answer(question, library).elapsed_ms for _ in range(rounds) for question in asked]


def summary(name: str, times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else [*times] * 19
    return f"{name:10s} {len(times):6d} answers  p50 {statistics.median(times):7.1f} ms  p95 {cuts[18]:7.1f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", nargs="?", type=Path)
    parser.add_argument("--library", type=Path, default=Path(os.environ.get("MINGZHANG_LIBRARY", "library")))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with Library.open(options.library) as library:
        documents = library.documents()
        print(f"{len(documents)} documents, {sum(d.facts for d in documents)} facts, {os.cpu_count()} processors")
        if options.questions:
            lines = options.questions.read_text("utf-8").splitlines()
            asked = [json.loads(line)["question"] for line in lines if line.strip()]
            print(summary("questions", milliseconds(library, asked, options.rounds)))
            return
        for name, kinds in (("figures", KINDS), ("prose", PROSE), ("everyone", EVERYONE)):
            times = milliseconds(library, questions_about(library, kinds), options.rounds)
            if times:
                print(summary(name, times))


if __name__ == "__main__":
    main()
