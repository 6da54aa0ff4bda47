"""A second look where words of the question stand nowhere near the figures that were found, or none were.

建设和运营污水处理设施       the document's own row that says most of it: 污水处理设施建设和运营
电费 … 机动                 the item where its column, its table or its sentence has the word
行政运行的工资福利支出       the row that has the word, in the column of the item
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.cases import Case, find_cases
from rag.disclosures import Disclosure
from rag.leftover import left_out
from rag.lexicon import load_lexicon, normalise
from rag.line_names import plain_name
from rag.projects import find_labelled, is_asked
from rag.query import Operation, Query, Target
from rag.quoting import coverage, terms_of

if TYPE_CHECKING:
    from rag.library import Library

SHORTEST_LABEL = 4
SAID = 0.7  # of a row's label must stand in the question
TOLD = 0.75  # of each word that is left over must stand in the label
MOST_AGENCIES = 3


def look_again(
    query: Query, cases: Sequence[Case], disclosures: Sequence[Disclosure], library: Library
) -> tuple[tuple[Case, ...], tuple[str, ...]]:
    """The cases, or better ones; and the words of the question that still stand nowhere where their figures do."""
    if query.table and not any(case.says_something for case in cases):
        return _in_any_table(query, disclosures, library)
    left = left_out(query.unread, cases)
    silent = not any(case.says_something for case in cases)
    if not (left or silent) or not _can_be_looked_up(query):
        return tuple(cases), left
    for found in (
        _where_words_stand(query, left, disclosures, library),
        _row_and_column(query, left, disclosures, library),
        _by_label(query, disclosures, library),
    ):
        if any(case.places for case in found) and not left_out(query.unread, found):
            return tuple(found), ()
    return tuple(cases), left


def _in_any_table(
    query: Query, disclosures: Sequence[Disclosure], library: Library
) -> tuple[tuple[Case, ...], tuple[str, ...]]:
    """What other tables than the one that is named state."""
    anywhere = replace(query, table="", unwanted_table="")
    cases = [case for target in query.targets for case in find_cases(anywhere, target, disclosures, library)]
    return tuple(cases), (query.table,)


def _can_be_looked_up(query: Query) -> bool:
    named = 0 < len(query.agencies) <= MOST_AGENCIES
    looks_up = query.operation in (Operation.LOOKUP, Operation.SUM) and not query.also_prose
    return named and looks_up and asks_amount(query)


def asks_amount(query: Query) -> bool:
    """Whether a figure is asked for, and not what something is for or who is responsible."""
    lexicon, question = load_lexicon(), normalise(query.question)
    return lexicon.amount_asked.first(question) is not None or lexicon.no_amount_asked.first(question) is None


def _where_words_stand(
    query: Query, left: Sequence[str], disclosures: Sequence[Disclosure], library: Library
) -> list[Case]:
    """The item, from places that have the words."""
    if not left or len(query.targets) != 1 or query.targets[0].key is None:
        return []
    return find_cases(query, replace(query.targets[0], near=tuple(left)), disclosures, library)


def _row_and_column(
    query: Query, left: Sequence[str], disclosures: Sequence[Disclosure], library: Library
) -> list[Case]:
    """行政运行的工资福利支出: the row that the words name, in the column of the item."""
    column = query.targets[0].key if len(query.targets) == 1 else None
    if len(left) != 1 or column is None:
        return []
    return find_labelled(query, Target(None, left[0], label=left[0], scopes=(column,)), disclosures, library)


def _by_label(query: Query, disclosures: Sequence[Disclosure], library: Library) -> list[Case]:
    """The row whose label says most of the question, within what the question restricts it to."""
    ids = [i for disclosure in disclosures if is_asked(query, disclosure) for i in disclosure.ids]
    asked = terms_of(query.rest)
    if not ids or not asked:
        return []
    line = next((target for target in query.targets if target.key is None), None)
    scopes = line.scopes if line else tuple(t.key for t in query.targets if t.key in load_lexicon().scopes)
    said = [*query.unread, *(words for words, key in query.mentioned if key not in scopes)]
    labels = {plain_name(f.fact.label) for f in library.facts(document_ids=ids) if f.fact.amount is not None}
    named = [label for label in labels if len(label) >= SHORTEST_LABEL and _says(label, asked, said)]
    best = max(named, key=lambda label: (len(terms_of(label) & asked), -len(label), label), default="")
    if not best:
        return []
    column = line.column if line and scopes else ""
    target = Target(None, best, label=best, scopes=scopes, column=column)
    return find_labelled(query, target, disclosures, library, exactly=True)


def _says(label: str, asked: frozenset[str], said: Sequence[str]) -> bool:
    """Whether most of the label stands in the question, and everything that the question names in the label."""
    terms = terms_of(label)
    return len(terms & asked) >= SAID * len(terms) and all(coverage(label, terms_of(word)) >= TOLD for word in said)
