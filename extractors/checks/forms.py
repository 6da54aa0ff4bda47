"""支出项目共4个，支出总额547.94万元，其中100万元以上项目1个: against the projects' own forms.

The forms are all projects only where together they come to the stated amount; else nothing follows from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.checks.check import Check, Figure, Outcome, figure_of, is_money, plain, sum_formula
from extractors.checks.document import Document
from extractors.checks.rules import load_book
from extractors.headings import squeeze
from extractors.model import Fact, FactKind, Measure
from extractors.quantities import TEN_THOUSAND_YUAN

COUNT, AMOUNT, LARGE_COUNT, LARGE_AMOUNT = (
    "project_count",
    "project_amount",
    "large_project_count",
    "large_project_amount",
)


def check_projects(document: Document) -> Iterator[Check]:
    forms = _form_totals(document)
    for i, fact in enumerate(document.sentences):
        if fact.measure is not Measure.COUNT or fact.year != document.identity.year:
            continue
        words = load_book().words
        label = squeeze(fact.label)
        if not (words["projects"].search(label) or words["large_projects"].search(label)):
            continue
        count, amount = figure_of(fact), _amount_after(document.sentences, i)
        if count is None or amount is None:
            continue
        large = words["large_projects"].search(label)
        if large:
            limit = Decimal(large["limit"]) * TEN_THOUSAND_YUAN.factor
            meant = [form for form in forms if _yuan(form, amount) >= limit]
            rules = (LARGE_COUNT, LARGE_AMOUNT)
        else:
            meant, rules = forms, (COUNT, AMOUNT)
        if not _is_complete(document, forms, amount if not large else None):
            yield Check(rules[0], Outcome.NOT_ENOUGH_DATA, figures=(count,))
            continue
        yield _compare_count(rules[0], count, meant, amount)
        yield _compare_amount(rules[1], amount, meant)


def _compare_count(rule: str, count: Figure, forms: Sequence[Figure], amount: Figure) -> Check:
    outcome = Outcome.HOLDS if count.base == len(forms) else Outcome.DIFFERS
    listed = "、".join(f"{form.fact.subject} {plain(_yuan(form, amount) / 10_000)}" for form in forms)
    return Check(
        rule,
        outcome,
        stated=count.printed,
        expected=str(len(forms)),
        formula=listed,
        subject=count.fact.label,
        figures=(count, *forms),
        gap=count.base - len(forms),
        allowed=Decimal(0),
    )


def _compare_amount(rule: str, amount: Figure, forms: Sequence[Figure]) -> Check:
    total = sum((_yuan(form, amount) for form in forms), Decimal(0))
    allowed = amount.rounding * (len(forms) + 1)
    gap = amount.base - total
    outcome = Outcome.HOLDS if gap == 0 else Outcome.ROUNDING if abs(gap) <= allowed else Outcome.DIFFERS
    unit = amount.fact.amount.unit if amount.fact.amount else None
    shown = f"{plain(total / unit.factor):,} {unit.symbol}" if unit else str(plain(total))
    return Check(
        rule,
        outcome,
        stated=amount.printed,
        expected=shown,
        formula=sum_formula(forms, amount),
        subject=amount.fact.label,
        figures=(amount, *forms),
        gap=gap,
        allowed=allowed,
    )


def _yuan(form: Figure, like: Figure) -> Decimal:
    """A form that prints no unit is in the unit of the sentence."""
    amount = form.fact.amount
    if amount is None or amount.unit is not None or like.fact.amount is None or like.fact.amount.unit is None:
        return form.base
    return amount.value * like.fact.amount.unit.factor


def _is_complete(document: Document, forms: Sequence[Figure], stated: Figure | None) -> bool:
    """Whether the forms come to what the sentence, or the document's project expenditure, comes to."""
    projects = [f for f in document.sentences if f.item == "project_expenditure" and is_money(f)]
    wholes = [stated] if stated else []
    wholes += [figure for fact in projects if (figure := figure_of(fact))]
    for whole in wholes:
        total = sum((_yuan(form, whole) for form in forms), Decimal(0))
        if forms and abs(whole.base - total) <= whole.rounding * (len(forms) + 1):
            return True
    return False


def _amount_after(sentences: Sequence[Fact], i: int) -> Figure | None:
    following = sentences[i + 1] if i + 1 < len(sentences) else None
    if following is None or following.quote != sentences[i].quote or not is_money(following):
        return None
    return figure_of(following)


def _form_totals(document: Document) -> list[Figure]:
    """The amount of the year of every project's form."""
    wanted = load_book().words["form_total"]
    found: dict[tuple[int | None, str], Figure] = {}
    for fact in document.facts:
        if fact.kind is FactKind.FORM and fact.statement == "performance_project" and wanted.match(squeeze(fact.label)):
            figure = figure_of(fact)
            if figure and (fact.amount is None or fact.amount.unit is None or is_money(fact)):
                found.setdefault((fact.table, fact.subject), figure)
    return list(found.values())
