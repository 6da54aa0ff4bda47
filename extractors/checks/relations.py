"""Figures that tables share, and parts of items: the relations and sums that data/checks.yaml declares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractors.checks.check import (
    Check,
    Figure,
    Outcome,
    allowance,
    compare_most,
    compare_sum,
    figure_of,
    is_printed_alike,
    judge,
    same_unit,
)
from extractors.checks.document import Document
from extractors.checks.rows import LEVELS
from extractors.checks.rules import Operand, Rule, load_book
from extractors.model import Fact, FactKind, Measure, Phase

SUM = "item_parts"
UNIT = "same_unit"
ANYWHERE = "*"
OWN_MEASURE = {Phase.BUDGET: Measure.APPROVED_BUDGET, Phase.FINAL_ACCOUNTS: Measure.FINAL_ACCOUNTS}


def check_relations(document: Document) -> Iterator[Check]:
    for rule in load_book().rules.values():
        if rule.left and rule.applies_to(document.identity.phase):
            yield OPERATIONS[rule.operation](rule, document)


def check_items(document: Document) -> Iterator[Check]:
    """三公 = 出国 + 公车 + 接待, wherever one table or the sentences of the document state all of them."""
    sums = [known for known in load_book().sums if known.is_complete]
    items = frozenset(item for known in sums for item in (known.whole, *known.parts))
    groups = _groups(document, items)
    for known in sums:
        for stated in groups:
            check = _sum(known.whole, known.parts, stated)
            if check:
                yield check


def _sum(whole: str, parts: Sequence[str], stated: dict[str, Figure | None]) -> Check | None:
    total = stated.get(whole)
    if total is None or not all(part in stated for part in parts):
        return None
    terms = [figure for part in parts if (figure := stated[part])]
    if not terms or not same_unit((total, *terms)) or not any(figure.base for figure in (total, *terms)):
        return None
    return compare_sum(SUM, total, terms)


def _groups(document: Document, items: frozenset[str]) -> list[dict[str, Figure | None]]:
    """What one table says of one year and kind of number, item by item; then what the sentences say. None: blank."""
    groups: dict[tuple[object, ...], dict[str, Figure | None]] = {}
    for sheet in document.sheets:
        for row in sheet.rows:
            for figure in row.cells.values():
                if figure.fact.item in items:
                    _add(groups, figure.fact, figure, document)
    for fact in document.facts:
        if fact.item in items and (fact.kind is FactKind.SENTENCE or fact.amount is None):
            _add(groups, fact, figure_of(fact), document)
    return list(groups.values())


def _add(
    groups: dict[tuple[object, ...], dict[str, Figure | None]], fact: Fact, figure: Figure | None, document: Document
) -> None:
    """The first place counts; a blank only where no place states an amount."""
    if fact.item is None or fact.measure not in LEVELS or fact.subject != document.identity.agency:
        return
    where = "words" if fact.kind is FactKind.SENTENCE else fact.table
    stated = groups.setdefault((where, fact.aspect, fact.measure, fact.year), {})
    if stated.get(fact.item) is None:
        stated[fact.item] = figure


# ------------------------------------------------------------------------------------------------------ relations


def _equal(rule: Rule, document: Document) -> Check:
    """The left figure is one of the right ones."""
    lefts, rights = _figures(rule.left, document), _figures(rule.right, document)
    if not lefts or not rights:
        return Check(rule.key, Outcome.NOT_ENOUGH_DATA)
    if not document.not_nothing.isdisjoint(rule.absent):
        return Check(rule.key, Outcome.NOT_APPLICABLE)
    pairs = [(left, right) for left in lefts for right in rights if same_unit((left, right))]
    if not pairs:
        return Check(rule.key, Outcome.NOT_ENOUGH_DATA)
    left, right = min(pairs, key=lambda pair: abs(pair[0].base - pair[1].base))
    if _outcome(left, right) is Outcome.DIFFERS:
        alike = next((pair for pair in pairs if is_printed_alike(*pair)), None)
        if alike:
            return compare_sum(UNIT, alike[0], alike[1:])
        left, right = pairs[0]
    return compare_sum(rule.key, left, (right,))


def _outcome(left: Figure, right: Figure) -> Outcome:
    return judge(left.base - right.base, allowance((left, right)))


def _at_most(rule: Rule, document: Document) -> Check:
    """The left figure is no more than the largest of the right ones."""
    lefts, rights = _figures(rule.left, document), _figures(rule.right, document)
    if not lefts or not rights or not same_unit((lefts[0], *rights)):
        return Check(rule.key, Outcome.NOT_ENOUGH_DATA)
    return compare_most(rule.key, lefts[0], max(rights, key=lambda figure: figure.base))


def _together(rule: Rule, document: Document) -> Check:
    """Where one is more than nothing, so is the other."""
    lefts, rights = _figures(rule.left, document), _figures(rule.right, document)
    if not lefts or not rights:
        return Check(rule.key, Outcome.NOT_ENOUGH_DATA)
    left, right = (max(figures, key=lambda figure: figure.base) for figures in (lefts, rights))
    if (left.base > 0) == (right.base > 0):
        return Check(rule.key, Outcome.HOLDS, figures=(left, right))
    return Check(
        rule.key,
        Outcome.DIFFERS,
        stated=left.printed,
        expected="> 0" if right.base > 0 else "0",
        formula=f"{left.printed} ⇔ {right.printed}",
        subject=left.name,
        figures=(left, right),
    )


OPERATIONS: dict[str, Callable[[Rule, Document], Check]] = {
    "equal": _equal,
    "at_most": _at_most,
    "together": _together,
}


def _figures(operands: Sequence[Operand], document: Document) -> list[Figure]:
    """What the document states for the operands in its own year, in their order."""
    own = OWN_MEASURE.get(document.identity.phase)
    year = document.identity.year
    if own is None or year is None:
        return []
    found: list[Figure] = []
    for operand in operands:
        keys = [(operand.item, measure, year) for measure in (own, Measure.COUNT)]
        places = [figure for key in keys for figure in document.stated_in_tables.get(key, ())]
        if operand.statement == ANYWHERE:
            places += [_cut_off(figure) for key in keys for figure in document.stated_in_words.get(key, ())]
        found += [place for place in places if _is_meant(place.fact, operand)]
    return found


def _cut_off(figure: Figure) -> Figure:
    """Writers cut digits off as often as they round: up to one last digit is lost, not half of one."""
    return replace(figure, rounding=figure.rounding * 2)


def _is_meant(fact: Fact, operand: Operand) -> bool:
    return operand.statement in (ANYWHERE, fact.statement) and fact.aspect == operand.aspect
