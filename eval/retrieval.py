"""How well passages are found in a library: by words alone, by meaning alone, and by both together.

    python -m eval.retrieval LIBRARY [--quotes N]

* in other words: questions that the embedding model was not trained on, asked of every document that has a section on
  their topic; found is a passage of that section (tools/embedding_topics.yaml)
* in English: the same sections, asked for in English
* in the text's words: ten characters from the midst of a passage, chosen by a fixed seed; found is that passage

Printed is a table: the share of questions whose passage came first, and was among the first three and five, and the
mean of one over its rank (0 beyond the third).
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import mul
from pathlib import Path
from typing import Any

import yaml

from rag import Library
from rag.embedding import load_embedding
from rag.model import Passage
from rag.vectors import indexed_text

TOPICS = Path(__file__).parents[1] / "tools" / "embedding_topics.yaml"
KINDS = ("prose",)
DEEPEST = 8  # passages that are looked at
LONGEST_SECTION = 12  # passages; where a title covers more, finding one of them is no feat
SEED = 1
WITHOUT_VECTORS = "words alone"  # a model's name that no index was made with


@dataclass(frozen=True, slots=True)
class Case:
    question: str
    document_id: str
    wanted: frozenset[str]


Search = Callable[[Case], Sequence[str]]
"""The ids of the passages found for a case, best first."""


def main() -> None:
    options = argparse.ArgumentParser(description="How well passages are found.")
    options.add_argument("library", type=Path)
    options.add_argument("--quotes", type=int, default=400)
    chosen = options.parse_args()
    with Library.open(chosen.library) as both, Library.open(chosen.library, embedding=WITHOUT_VECTORS) as words:
        if both.notices():
            raise SystemExit(both.notices()[0])
        passages = {document.id: prose_of(both, document.id) for document in both.documents()}
        searches = {
            "words": lambda case: searched(words, case),
            "meaning": by_meaning(passages),
            "both": lambda case: searched(both, case),
        }
        print("| questions | number | found by | first | in three | in five | MRR@3 |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for name, cases in suites(passages, chosen.quotes).items():
            for system, search in searches.items():
                print(f"| {name} | {len(cases)} | {system} | {score(search, cases)} |")


def suites(passages: dict[str, list[Passage]], quotes: int) -> dict[str, list[Case]]:
    topics = [topic for topic in yaml.safe_load(TOPICS.read_text("utf-8")) if "titles" in topic]
    return {
        "in other words": [*asked(topics, "held_out", passages)],
        "in English": [*asked(topics, "english", passages)],
        "in the text's words": quoted(passages, quotes),
    }


def prose_of(library: Library, document_id: str) -> list[Passage]:
    return [passage for passage in library.passages(document_id) if passage.kind in KINDS]


def searched(library: Library, case: Case) -> list[str]:
    found = library.search(case.question, limit=DEEPEST, document_ids=[case.document_id], kinds=KINDS)
    return [passage.id for passage in found]


def by_meaning(passages: dict[str, list[Passage]]) -> Search:
    """By the nearest vectors of all, without an index."""
    model = load_embedding()
    vectors = {id: model.embed_documents([indexed_text(p) for p in found]) for id, found in passages.items()}

    def search(case: Case) -> list[str]:
        asked = model.embed_query(case.question)
        near = [sum(map(mul, asked, vector)) for vector in vectors[case.document_id]]
        ranked = sorted(zip(near, passages[case.document_id], strict=True), key=lambda pair: -pair[0])
        return [passage.id for _, passage in ranked[:DEEPEST]]

    return search


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


def score(search: Search, cases: Sequence[Case]) -> str:
    ranks = [next((n for n, id in enumerate(search(case), 1) if id in case.wanted), 0) for case in cases]
    shares = [sum(0 < rank <= depth for rank in ranks) / len(cases) for depth in (1, 3, 5)]
    reciprocal = sum(1 / rank for rank in ranks if 0 < rank <= 3) / len(cases)
    return " | ".join([*(f"{share:.1%}" for share in shares), f"{reciprocal:.3f}"])


if __name__ == "__main__":
    main()
