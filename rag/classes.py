"""What money is spent on, class by class, the largest first.

钱主要花在哪, 最大的一笔支出是什么     the functional classification: 社会保障和就业支出, 教育支出 …
支出按经济分类怎么构成              the economic classification: 工资福利支出, 商品和服务支出 …
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from extractors.taxonomy import Kind, load_taxonomy
from rag.items import item_name
from rag.lexicon import Lexicon, Wordings, read_data
from rag.query import Operation, Query, Target
from rag.targets import Words

if TYPE_CHECKING:
    from rag.library import Library

CLASS_DIGITS = 3
EVERYTHING = "expenditure_total"
NOTHING = re.compile(r"[\s?!,.;:、，。？！（）()的]*")


def with_classes(query: Query, words: Words, lexicon: Lexicon) -> Query:
    """The question, where it asks for classes of expenditure, with their classification."""
    said = _load_words()
    named, where = said.classifications.first(words.text), said.where.first(words.text)
    largest = query.operation is Operation.RANKING and bool(query.targets)
    is_spending = {target.key for target in query.targets} <= {EVERYTHING, None}
    if not (named or where or largest) or not is_spending or len(query.agencies) != 1 or query.asks_for_projects:
        return query
    if not said.stand_alone(words.text, lexicon):
        return query
    return replace(
        query,
        operation=Operation.RANKING,
        classes=Kind(named.meaning) if named else Kind.FUNCTIONAL,
        targets=(Target(EVERYTHING, item_name(EVERYTHING)),),
        alternatives=(),
        phrase="",
        readings=(),
    )


def class_targets(kind: Kind, document_ids: Iterable[str], library: Library) -> list[Target]:
    """The classes that the documents state; those of the other classification where they state fewer than two."""
    ids = list(document_ids)
    for one in (kind, *({Kind.FUNCTIONAL, Kind.ECONOMIC} - {kind})):
        keys = [i.key for i in load_taxonomy().items if i.kind is one and len(i.code or "") == CLASS_DIGITS]
        facts = library.facts(document_ids=ids, items=keys)
        stated = {stored.fact.item for stored in facts if stored.fact.amount}
        if len(stated) > 1:
            return [Target(key, item_name(key)) for key in keys if key in stated]
    return []


@dataclass(frozen=True, slots=True)
class _Words:
    classifications: Wordings
    where: Wordings
    around: Wordings

    def stand_alone(self, text: str, lexicon: Lexicon) -> bool:
        """Whether a text says nothing besides."""
        for wordings in (self.around, *lexicon.ignorable):
            text = wordings.without(text)
        return NOTHING.fullmatch(text) is not None


@cache
def _load_words() -> _Words:
    data = read_data("classes.yaml")
    return _Words(
        Wordings(data["classifications"]),
        Wordings({"where": data["where"]}),
        Wordings({"around": [*data["around"], *data["where"], *chain(*data["classifications"].values())]}),
    )
