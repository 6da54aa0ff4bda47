"""A ranking in words: a heading that says of what and whose, then a line for each figure.

The heading says what all lines share: the year, or the agency, or the agency and the item. Lines say the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.citing import marks
from rag.comparison import Checked
from rag.figures import Finding
from rag.model import Origin
from rag.query import Query
from rag.report import Reporter
from rag.wording import plain_value, unit_symbol


def ranking_lines(query: Query, checked: Sequence[Checked], reporter: Reporter) -> list[str]:
    """Agencies by their figure for one item, the items of one agency, or its years."""
    findings = [one.finding for one in checked]
    one_agency = len({reporter.agency(f.case) for f in findings}) == 1
    one_item = len({reporter.item_name(f.case) for f in findings}) == 1
    one_period = len({_period(f, reporter) for f in findings}) == 1
    years_of_one = one_agency and one_item and not one_period
    by_item = one_agency and not years_of_one
    head = reporter.wording.say(
        "ranking_of_years" if years_of_one else "ranking_of_items" if by_item else "ranking",
        agency=reporter.agency(findings[0].case),
        period=reporter.period(findings[0].case) if one_period else reporter.wording.say("newest_of_each"),
        item=reporter.item_name(findings[0].case) if years_of_one else reporter.item(findings[0]),
        count=len(findings),
        order=reporter.wording.say("from_high" if query.highest else "from_low"),
    ).strip()
    lines = [
        reporter.wording.say(
            "rank_line" if one_period or years_of_one else "rank_line_dated",
            rank=rank,
            name=_year(f, reporter) if years_of_one else reporter.item(f) if by_item else reporter.agency(f.case),
            period=_period(f, reporter),
            value=plain_value(f.amount),
            unit=unit_symbol(f.amount) + reporter.in_ten_thousands(f),
            marks=marks(reporter.cite(one)[:1]),
        )
        for rank, (one, f) in enumerate(zip(checked, findings, strict=True), start=1)
    ]
    return [head, "\n".join(lines)]


def _year(finding: Finding, reporter: Reporter) -> str:
    is_derived = finding.origin is Origin.DERIVED
    return _period(finding, reporter) + (
        reporter.wording.say("of_scope", scope=reporter.wording.say("derived")) if is_derived else ""
    )


def _period(finding: Finding, reporter: Reporter) -> str:
    """By itself, without what joins it to a sentence."""
    return reporter.period(finding.case).strip(" ,")
