"""What stands behind the answer on view, as HTML: its figures and how they were worked out, checks, chart, sources."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from html import escape

from rag.model import Answer, Check, Citation, Figure
from ui.chart_choice import Chart, choose_chart
from ui.chart_svg import chart_svg
from ui.citing import citation_line
from ui.conversation import Conversation
from ui.markup import Mark, element, table
from ui.replies import marks, verdict_badge
from ui.texts import Texts
from ui.viewer import copy_button

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
FIGURE_COLUMNS = ("whose", "item", "value", "check", "sources")
HOLDING = ("holds", "rounding")
CHART_COLUMNS = ("category", "series", "value", "share", "sources")


def figures_html(conversation: Conversation, texts: Texts) -> str:
    """The figures of the answer on view as a table, the one asked for first, and how it was checked."""
    answer = conversation.shown_answer
    if answer is None or not answer.figures:
        return ""
    headings = [escape(texts(f"figures.{column}")) for column in FIGURE_COLUMNS]
    mark = marks(conversation.shown, answer)
    rows = [_figure_row(figure, answer, mark, texts) for figure in answer.figures]
    return _titled(texts("figures.title"), table(headings, rows) + _checks(answer.checks, mark, texts))


def _figure_row(figure: Figure, answer: Answer, mark: Mark, texts: Texts) -> list[str]:
    year = texts("year", year=figure.year) if figure.year else ""
    whose = " ".join(part for part in (year, texts(f"phase.{figure.phase}")) if part)
    return [
        escape(figure.agency) + _small(whose),
        escape(figure.item) + _small(figure.measure),
        _leading(f"{figure.value} {figure.unit}", figure.citations[:1], mark, class_="mz-value")
        + _worked_out(figure, answer, mark, texts),
        verdict_badge(figure.verdict, texts),
        "".join(mark(n, "") or "" for n in figure.citations),
    ]


def _leading(text: str, numbers: tuple[int, ...], mark: Mark, *, class_: str) -> str:
    """The text, as a button to the first of its sources where it has one."""
    shown = escape(text.strip())
    return element("span", (mark(numbers[0], shown) if numbers else None) or shown, class_=class_)


def _worked_out(figure: Figure, answer: Answer, mark: Mark, texts: Texts) -> str:
    """The formula, every operand of it leading to the source that states it; else how the figure came about."""
    if not figure.formula:
        return _small(texts(f"origin.{figure.origin}") if figure.origin != "stated" else "")
    cited = [citation for citation in answer.citations if citation.n in figure.citations]
    pieces = enumerate(re.split(f"({_NUMBER.pattern})", figure.formula))
    parts = (_operand(piece, cited, mark) if place % 2 else escape(piece) for place, piece in pieces)
    return element("small", escape(texts("figures.formula")), *parts, class_="mz-formula")


def _operand(number: str, cited: list[Citation], mark: Mark) -> str:
    stating = next((citation.n for citation in cited if _value(number) in _values(citation.quote)), None)
    return (mark(stating, escape(number)) if stating is not None else None) or escape(number)


def _values(quote: str) -> set[Decimal]:
    return {_value(number) for number in _NUMBER.findall(quote)}


def _value(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _small(text: str) -> str:
    return element("small", escape(text)) if text else ""


def _checks(checks: tuple[Check, ...], mark: Mark, texts: Texts) -> str:
    """Those that do not hold are seen at once, the others at a click on how many came out how."""
    if not checks:
        return ""
    outcomes = Counter(map(_status, checks))
    counts = " · ".join(f"{texts(f'checks.status.{status}')} {count}" for status, count in outcomes.items())
    summary = element("summary", escape(f"{texts('checks.title')}: {counts}"))
    seen = _listed(_once(tuple(check for check in checks if check.status not in HOLDING)), mark, texts)
    folded = _listed([check for check in checks if check.status in HOLDING], mark, texts)
    return element("div", seen, element("details", summary, folded) if folded else "", class_="mz-checks")


def _listed(checks: list[Check], mark: Mark, texts: Texts) -> str:
    items = (element("li", _check(check, mark, texts), class_=f"mz-check mz-{_status(check)}") for check in checks)
    return element("ul", *items) if checks else ""


def _status(check: Check) -> str:
    """A difference beside the figures is none of theirs."""
    return "beside" if check.status == "differs" and check.beside else check.status


def _once(checks: tuple[Check, ...]) -> list[Check]:
    """One line for what several figures were compared with in the same way, with the sources of all."""
    same: dict[Check, list[int]] = {}
    for check in checks:
        same.setdefault(replace(check, citations=()), []).extend(check.citations)
    return [replace(check, citations=tuple(dict.fromkeys(numbers))) for check, numbers in same.items()]


def _check(check: Check, mark: Mark, texts: Texts) -> str:
    line = texts("checks.line", rule=check.rule, stated=check.stated, derived=check.derived)
    status = element("b", escape(texts(f"checks.status.{_status(check)}")))
    return f"{status} {escape(line)} {''.join(mark(n, '') or '' for n in check.citations)}"


def chart_html(conversation: Conversation, texts: Texts) -> str:
    """The chart that helps to see the answer on view, with its numbers as a table; "" where none does."""
    answer = conversation.shown_answer
    chart = choose_chart(answer) if answer else None
    if answer is None or chart is None:
        return ""
    caption = element(
        "figcaption",
        element("b", escape(texts(f"chart.shape.{chart.shape.value}"))),
        escape(f" {chart.title}（{texts('chart.unit', unit=chart.unit)}）"),
        _small(texts("chart.worked_out")) if any(bar.figure.origin != "stated" for bar in chart.bars) else "",
    )
    view = element(
        "details",
        element("summary", escape(texts("chart.table"))),
        _chart_table(chart, marks(conversation.shown, answer), texts),
    )
    return element("figure", caption, chart_svg(chart, conversation.shown, texts), view, class_="mz-charted")


def _chart_table(chart: Chart, mark: Mark, texts: Texts) -> str:
    columns = [c for c in CHART_COLUMNS if c != "share" or any(bar.share is not None for bar in chart.bars)]
    rows = [
        {
            "category": escape(bar.category),
            "series": escape(bar.series),
            "value": escape(f"{bar.value:,f} {chart.unit}"),
            "share": escape(f"{bar.share} %") if bar.share is not None else "",
            "sources": "".join(mark(n, "") or "" for n in bar.figure.citations),
        }
        for bar in chart.bars
    ]
    headings = [escape(texts(f"chart.{column}")) for column in columns]
    return table(headings, [[row[column] for column in columns] for row in rows])


def citations_html(conversation: Conversation, texts: Texts) -> str:
    """The sources of the answer on view; the open one is marked."""
    answer = conversation.shown_answer
    if answer is None:
        return ""
    if not answer.citations:
        return ""
    opened = conversation.open_page.citation.n if conversation.open_page else None
    items = (_citation(conversation.shown, citation, citation.n == opened, texts) for citation in answer.citations)
    return _titled(texts("citations.title"), element("ol", *items, class_="mz-citations"))


def _citation(turn: int, citation: Citation, is_open: bool, texts: Texts) -> str:
    place = [citation.table, citation.row, citation.column]
    where = f"{texts(f'citations.kind.{citation.kind}')} · {texts('citations.where', page=citation.page)}"
    unit = f" {citation.unit}" if citation.kind == "cell" and citation.unit else ""
    quote = element("q", escape(f"{citation.quote}{unit}"))
    button = element(
        "button",
        element("span", str(citation.n), class_="mz-mark"),
        element("span", escape(citation.document), class_="mz-document"),
        element("span", escape(where), class_="mz-where"),
        element("span", escape(" › ".join(part for part in place if part)), " ", quote, class_="mz-place"),
        type="button",
        class_="mz-citation" + (" mz-open" if is_open else ""),
        data_turn=turn,
        data_cite=citation.n,
        aria_pressed="true" if is_open else "false",
    )
    copied = copy_button(citation_line(citation, texts), texts("copy"), texts, class_="mz-copy")
    return element("li", button, copied)


def _titled(title: str, content: str) -> str:
    return element("h3", escape(title)) + content
