"""What a row says of its own figure in words: 项目所需资金：申请市财政预算拨款105万元, beside 30.00."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.amounts import find_amounts
from extractors.model import Fact, FactKind
from extractors.quantities import Dimension
from rag.model import StoredFact
from rag.places import Place, find_places
from rag.scope import relations

if TYPE_CHECKING:
    from rag.library import Library

SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
UNSTORED = 0  # the id of what is no fact of the store


def places_in_row(place: Place, library: Library) -> list[Place]:
    """The sentences in the row of a figure that state, in so many words, what its project needs."""
    told = place.facts[0]
    if told.fact.kind is not FactKind.CELL or told.fact.statement not in relations()["whole_lines"]:
        return []
    return find_places(_stated(told, library), place.document, frozenset())


def _stated(told: StoredFact, library: Library) -> Iterator[StoredFact]:
    fact = told.fact
    tables = library.extraction_tables(told.document_id, statements=[fact.statement])
    cells = [c for t in tables if t.index == fact.table for c in t.cells if c.row == fact.row]
    for cell in cells:
        for match in SENTENCE.finditer("".join(cell.text.split())):
            amounts = [f.amount for f in find_amounts(match.group()) if not f.threshold]
            money = [a for a in amounts if a.unit and a.unit.dimension is Dimension.MONEY]
            if len(money) == 1 and re.search(relations()["needed"], match.group()):
                sentence = Fact(
                    kind=FactKind.SENTENCE,
                    page=cell.page,
                    quote=match.group(),
                    bbox=cell.bbox,
                    amount=money[0],
                    label=fact.label,
                    item=None,
                    measure=fact.measure,
                    year=fact.year,
                    phase=fact.phase,
                    subject=fact.subject,
                )
                yield StoredFact(UNSTORED, told.document_id, sentence)
