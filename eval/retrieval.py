"""How well passages are found in a library: by their words alone, and by words and meaning together.

    python -m eval.retrieval LIBRARY [--quotes N]

* in other words: questions that the embedding model was not trained on, asked of every document that has a section on
  their topic; found is a passage of that section (tools/embedding_topics.yaml)
* in English: the same sections, asked for in English
* in the text's words: ten characters from the midst of a passage, chosen by a fixed seed; found is that passage

Each number is the share of questions whose passage came first, and of those where it was among the first three.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rag import Library
from rag.model import Passage

TOPICS = Path(__file__).parents[1] / "tools" / "embedding_topics.yaml"
KINDS = ("prose",)
WHOLE_DOCUMENT = 10_000  # passages; more than any document has
LONGEST_SECTION = 12  # passages; where a title covers more, finding one of them is no feat
SEED = 1
WITHOUT_VECTORS = "words alone"  # a model's name that no index was made with


@dataclass(frozen=True, slots=True)
class Case:
    question: str
    document_id: str
    wanted: frozenset[str]


def main() -> None:
    options = argparse.ArgumentParser(description="How well passages are found.")
    options.add_argument("library", type=Path)
    options.add_argument("--quotes", type=int, default=400)
    chosen = options.parse_args()
    with Library.open(chosen.library) as both, Library.open(chosen.library, embedding=WITHOUT_VECTORS) as words:
        if both.notices():
            raise SystemExit(both.notices()[0])
        topics = [topic for topic in yaml.safe_load(TOPICS.read_text("utf-8")) if "titles" in topic]
        passages = {document.id: prose_of(both, document.id) for document in both.documents()}
        suites = {
            "in other words": [*asked(topics, "held_out", passages)],
            "in English": [*asked(topics, "english", passages)],
            "in the text's words": quoted(passages, chosen.quotes),
        }
        for name, cases in suites.items():
            print(f"{name:20} {len(cases):5} questions, by words: {score(words, cases)}")
            print(f"{'':20} {'':5} and by meaning as well: {score(both, cases)}")


def prose_of(library: Library, document_id: str) -> list[Passage]:
    """Every prose passage of a document: all of them share a character with what is asked here."""
    return library.search(
        "的一（、年元预算支出情况部门单位", limit=WHOLE_DOCUMENT, document_ids=[document_id], kinds=KINDS
    )


def asked(topics: Sequence[dict[str, Any]], questions: str, passages: dict[str, list[Passage]]) -> Iterator[Case]:
    for topic in topics:
        title = re.compile(topic["titles"])
        for document_id, found in passages.items():
            wanted = frozenset(passage.id for passage in found if title.search(passage.section))
            if 0 < len(wanted) <= LONGEST_SECTION:
                yield from (Case(question, document_id, wanted) for question in topic[questions])


def quoted(passages: dict[str, list[Passage]], count: int) -> list[Case]:
    chance = random.Random(SEED)
    long = sorted((p for found in passages.values() for p in found if len(p.text) > 60), key=lambda passage: passage.id)
    cases = []
    for passage in chance.sample(long, min(count, len(long))):
        start = chance.randrange(len(passage.text) - 12)
        quote = "".join(passage.text[start : start + 10].split())
        question = chance.choice(("关于{}有哪些内容", "{}", "{}是什么情况")).format(quote)
        cases.append(Case(question, passage.document_id, frozenset({passage.id})))
    return cases


def score(library: Library, cases: Sequence[Case]) -> str:
    first = three = 0
    for case in cases:
        found = [
            p.id in case.wanted
            for p in library.search(case.question, limit=8, document_ids=[case.document_id], kinds=KINDS)
        ]
        first += any(found[:1])
        three += any(found[:3])
    return f"{first / len(cases):.1%} first, {three / len(cases):.1%} in three"


if __name__ == "__main__":
    main()
