"""An answer as HTML: the conversation on the left, figures, checks and sources on the right. Pure functions."""

from __future__ import annotations

from collections import Counter
from html import escape

from rag.model import Answer, Check, Citation, Figure, Verdict
from ui.conversation import Conversation, Turn
from ui.markup import Mark, element, markdown, table
from ui.texts import Texts


def conversation_html(conversation: Conversation, texts: Texts) -> str:
    """All turns, oldest first."""
    turns = "".join(_turn(number, turn, texts) for number, turn in enumerate(conversation.turns))
    return element("div", turns, class_="mz-log", role="log", aria_live="polite")


def _turn(number: int, turn: Turn, texts: Texts) -> str:
    asked = element("p", escape(turn.question), class_="mz-asked", dir="auto", aria_label=texts("you"))
    return element("section", asked, _reply(number, turn.answer, texts), class_="mz-turn")


def _reply(number: int, answer: Answer, texts: Texts) -> str:
    head = _status(answer, texts) + verdict_badge(answer.verdict, texts)
    foot = " · ".join(_facts_about(answer, texts))
    return element(
        "div",
        element("div", head, class_="mz-head") if head else "",
        markdown(answer.text, _marks(number, answer)),
        _choices(answer, texts),
        element("p", escape(foot), class_="mz-foot"),
        class_=f"mz-reply mz-{answer.verdict}",
        aria_label=texts("answer"),
    )


def _status(answer: Answer, texts: Texts) -> str:
    word = texts(f"status.{answer.status}")
    return element("span", escape(word), class_=f"mz-badge mz-{answer.status}") if word else ""


def verdict_badge(verdict: Verdict, texts: Texts) -> str:
    """The verdict in a plain word, with what it means as a tooltip; nothing where there is no figure."""
    word = texts(f"verdict.{verdict}")
    if not word:
        return ""
    meaning = texts(f"verdict_meaning.{verdict}")
    return element("span", escape(word), class_=f"mz-badge mz-{verdict}", title=meaning)


def _facts_about(answer: Answer, texts: Texts) -> list[str]:
    sources = [texts("sources", count=len(answer.citations))] if answer.citations else []
    model = [answer.model] if answer.model else []
    return [*sources, texts("elapsed", milliseconds=round(answer.elapsed_ms)), *model]


def _choices(answer: Answer, texts: Texts) -> str:
    if not answer.choices:
        return ""
    return element("p", escape(texts("choices")), class_="mz-small") + question_buttons(answer.choices)


def question_buttons(questions: tuple[str, ...]) -> str:
    """Questions that are asked by a click."""
    buttons = (element("button", escape(text), type="button", data_ask=text, class_="mz-ask") for text in questions)
    return element("div", *buttons, class_="mz-asks")


def _marks(turn: int, answer: Answer) -> Mark:
    known = {citation.n: citation for citation in answer.citations}

    def mark(n: int) -> str | None:
        return _mark(turn, known[n]) if n in known else None

    return mark


def _mark(turn: int, citation: Citation) -> str:
    return element(
        "button",
        str(citation.n),
        type="button",
        class_="mz-mark",
        data_turn=turn,
        data_cite=citation.n,
        title=f"{citation.document} · {citation.page}",
    )


def figures_html(conversation: Conversation, texts: Texts) -> str:
    """The figures of the answer on view as a table, the one asked for first, and how it was checked."""
    answer = conversation.shown_answer
    if answer is None or not answer.figures:
        return ""
    headings = [escape(texts(f"figures.{column}")) for column in ("whose", "item", "value", "check", "sources")]
    marks = _marks(conversation.shown, answer)
    rows = [_figure_row(figure, marks, texts) for figure in answer.figures]
    return _titled(texts("figures.title"), table(headings, rows) + _checks(answer.checks, marks, texts))


def _figure_row(figure: Figure, mark: Mark, texts: Texts) -> list[str]:
    year = texts("year", year=figure.year) if figure.year else ""
    whose = " ".join(part for part in (year, texts(f"phase.{figure.phase}")) if part)
    how = figure.formula or (texts(f"origin.{figure.origin}") if figure.origin != "stated" else "")
    return [
        escape(figure.agency) + _small(whose),
        escape(figure.item) + _small(figure.measure),
        element("span", f"{escape(figure.value)} {escape(figure.unit)}", class_="mz-value") + _small(how),
        verdict_badge(figure.verdict, texts),
        "".join(mark(n) or "" for n in figure.citations),
    ]


def _small(text: str) -> str:
    return element("small", escape(text)) if text else ""


def _checks(checks: tuple[Check, ...], mark: Mark, texts: Texts) -> str:
    """Folded to how many came out how; unfolded where one does not hold."""
    if not checks:
        return ""
    outcomes = Counter(check.status for check in checks)
    counts = (f"{texts(f'checks.status.{status}')} {count}" for status, count in outcomes.items())
    summary = element("summary", escape(f"{texts('checks.title')}: {' · '.join(counts)}"))
    items = (element("li", _check(check, mark, texts), class_=f"mz-check mz-{check.status}") for check in checks)
    unfolded = {} if set(outcomes) <= {"holds", "rounding"} else {"open": "open"}
    return element("details", summary, element("ul", *items), class_="mz-checks", **unfolded)


def _check(check: Check, mark: Mark, texts: Texts) -> str:
    line = texts("checks.line", rule=check.rule, stated=check.stated, derived=check.derived)
    status = element("b", escape(texts(f"checks.status.{check.status}")))
    return f"{status} {escape(line)} {''.join(mark(n) or '' for n in check.citations)}"


def citations_html(conversation: Conversation, texts: Texts) -> str:
    """The sources of the answer on view; the open one is marked."""
    answer = conversation.shown_answer
    if answer is None:
        return element("p", escape(texts("evidence_empty")), class_="mz-empty")
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
    return element("li", button)


def _titled(title: str, content: str) -> str:
    return element("h3", escape(title)) + content
