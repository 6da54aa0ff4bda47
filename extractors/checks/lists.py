"""Lists in sentences: 总额100万元，其中：甲60万元，乙40万元.

All parts together are no more than the whole; where the words say that the list is complete (分别为, 以下方面), they
are the whole.

Only a plain list is checked, with nothing but names, amounts and shares after the words that begin it: what else stands
there may divide the whole a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from extractors.checks.check import Check, Figure, Outcome, compare_sum, figure_of, is_money, same_unit
from extractors.checks.document import Document
from extractors.checks.rows import LEVELS
from extractors.checks.rules import load_book
from extractors.headings import squeeze
from extractors.model import Fact, Measure

RULE = "listed_parts"
STATED = LEVELS | {Measure.OTHER}
FEWEST_PARTS = 2


def check_lists(document: Document) -> Iterator[Check]:
    for (_, quote), facts in groupby(document.sentences, key=lambda fact: (fact.page, fact.quote)):
        check = _check(squeeze(quote), list(facts))
        if check:
            yield check


def _check(quote: str, facts: Sequence[Fact]) -> Check | None:
    words = load_book().words
    plain = words["in_brackets"].sub(lambda match: " " * len(match.group()), quote)  # 5万元（其中购置费3万元）
    begins = words["list_begins"].search(plain)
    listed = plain[begins.end() :].replace(" ", "") if begins else ""
    if begins is None or not words["plain_list"].fullmatch(listed) or words["list_breaks"].search(listed):
        return None
    found = _placed(plain, facts)
    before = [figure for at, figure in found if at < begins.start()]
    parts = [figure for at, figure in found if at >= begins.end()]
    if not before or len(parts) < FEWEST_PARTS or len(parts) != len(words["amount"].findall(listed)):
        return None
    whole = before[-1]
    alike = {(f.fact.measure, f.fact.year) for f in (whole, *parts)}
    if len(alike) > 1 or not same_unit((whole, *parts)) or not any(part.base for part in parts):
        return None
    check = compare_sum(RULE, whole, parts)
    is_less = check.gap is not None and check.gap > 0
    if check.outcome is Outcome.DIFFERS and is_less and not words["list_is_whole"].search(begins.group()):
        return Check(RULE, Outcome.NOT_APPLICABLE, figures=(whole,))
    if check.outcome is Outcome.DIFFERS and any(part.base == whole.base for part in parts):
        return Check(RULE, Outcome.NOT_APPLICABLE, figures=(whole,))
    return check


def _placed(quote: str, facts: Sequence[Fact]) -> list[tuple[int, Figure]]:
    """The amounts of money with where they stand in the sentence, those in brackets left out; each printed once."""
    placed: dict[int, Figure] = {}
    after = 0
    for fact in facts:
        figure = figure_of(fact)
        if figure is None or fact.amount is None or fact.measure not in STATED or not is_money(fact):
            continue
        match = re.compile(rf"(?<![\d.,]){re.escape(squeeze(fact.amount.text))}").search(quote, after)
        if match:
            placed.setdefault(match.start(), figure)
            after = match.end()
    return sorted(placed.items(), key=lambda item: item[0])
