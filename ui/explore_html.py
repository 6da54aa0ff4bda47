"""The facts that were selected, as HTML: a list, or agencies or years side by side. Every figure leads to its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from extractors.model import Level, Measure, Phase
from extractors.statements import statement_name
from rag.answer_table import FORMATS
from rag.browsing import Browsing, Line, Order, SideBySide
from rag.items import item_name
from rag.model import StoredDocument, StoredFact
from ui.exploration import MOST_COLUMNS, OVER, PAGE, Exploration, View
from ui.links import facts_address
from ui.markup import element, table
from ui.settled import comparable, settle
from ui.texts import Texts

Documents = Mapping[str, StoredDocument]
GONE = StoredDocument("", "", "", (), "", None, Phase.OTHER, Level.UNKNOWN, 0, 0, 0, 0, "")
PLAIN = {(Phase.BUDGET, Measure.APPROVED_BUDGET), (Phase.FINAL_ACCOUNTS, Measure.FINAL_ACCOUNTS)}  # goes without saying
LIST_COLUMNS: tuple[tuple[str, Order | None], ...] = (
    ("whose", Order.DOCUMENT),
    ("year", Order.YEAR),
    ("item", Order.ITEM),
    ("column", None),
    ("value", Order.VALUE),
    ("place", None),
)


def facts_html(exploration: Exploration, browsing: Browsing, documents: Sequence[StoredDocument], texts: Texts) -> str:
    """One page of what is selected, how much there is, and the files to save all of it."""
    show = _list if exploration.view is View.LIST else _side_by_side
    return show(exploration, browsing, by_id(documents), texts)


def by_id(documents: Sequence[StoredDocument]) -> Documents:
    """Also for a document that is removed while its facts are read."""
    return defaultdict(lambda: GONE, {document.id: document for document in documents})


def _list(exploration: Exploration, browsing: Browsing, documents: Documents, texts: Texts) -> str:
    total = browsing.count(exploration.selection)
    facts = browsing.facts(
        exploration.selection,
        order=exploration.order,
        descending=exploration.descending,
        limit=PAGE,
        offset=exploration.page * PAGE,
    )
    rows = [_row(stored, documents[stored.document_id], texts) for stored in facts]
    headings = [_heading(name, order, exploration, texts) for name, order in LIST_COLUMNS]
    return _framed(exploration, total, "facts", table(headings, rows, class_="mz-facts"), texts)


def _heading(name: str, order: Order | None, exploration: Exploration, texts: Texts) -> str:
    """A button that sorts, where the column can be sorted by."""
    label = escape(texts(f"explore.{name}"))
    if order is None:
        return label
    sign = ("▼" if exploration.descending else "▲") if exploration.order is order else "↕"
    title = texts("explore.sort", column=texts(f"explore.{name}"))
    shown = element("span", sign, aria_hidden="true")
    return element("button", label, " ", shown, type="button", data_sort=order.value, title=title, class_="mz-sort")


def _row(stored: StoredFact, document: StoredDocument, texts: Texts) -> list[str]:
    fact = stored.fact
    statement = statement_name(fact.statement) if fact.statement else texts(f"citations.kind.{_kind(stored)}")
    column = "/".join(fact.column) or _measure(fact.measure, texts)
    whose = fact.subject if fact.subject and fact.subject != document.agency else ""
    return [
        escape(document.agency) + _small(whose),
        escape(texts("year", year=fact.year) if fact.year else "") + _small(texts(f"phase.{fact.phase}")),
        escape(fact.label) + _small(statement),
        escape(column),
        figure_button(stored, _printed(stored), texts),
        escape(texts("citations.where", page=fact.page)) + _small(document.file_name),
    ]


def _kind(stored: StoredFact) -> str:
    return "sentence" if stored.fact.kind == "sentence" else "cell"


def _printed(stored: StoredFact) -> str:
    amount = stored.fact.amount
    if amount is None:
        return stored.fact.quote
    return f"{amount.value:,f} {amount.unit.symbol if amount.unit else ''}".strip()


def figure_button(stored: StoredFact, shown: str, texts: Texts) -> str:
    """A figure that opens its page."""
    name = texts("explore.open", page=stored.fact.page)
    return element("button", escape(shown), type="button", data_fact=stored.id, title=name, class_="mz-figure")


def _side_by_side(exploration: Exploration, browsing: Browsing, documents: Documents, texts: Texts) -> str:
    columns = exploration.columns(browsing)
    shown = columns[:MOST_COLUMNS]
    compared = browsing.side_by_side(
        exploration.selection,
        OVER[exploration.view],
        columns=shown,
        limit=PAGE,
        offset=exploration.page * PAGE,
    )
    headings = [escape(texts("explore.item")), *map(escape, shown)]
    rows = [[_line(line, texts), *_line_cells(line, compared, documents, texts)] for line in compared.lines]
    content = table(headings, rows, class_="mz-compared")
    if len(columns) > len(shown):
        said = texts("explore.more_columns", shown=len(shown), count=len(columns))
        content = element("p", escape(said), class_="mz-small") + content
    return _framed(exploration, compared.total, "lines", content, texts)


def _line(line: Line, texts: Texts) -> str:
    return escape(item_name(line.item)) + _small(" · ".join(line_words(line, texts)))


def line_words(line: Line, texts: Texts) -> Iterator[str]:
    """What makes the figures of a line comparable: table, part, year or agency, publication, kind of number."""
    if line.statement:
        yield statement_name(line.statement)
    if line.aspect:
        yield item_name(line.aspect)
    fixed = texts("year", year=line.fixed) if line.fixed.isdigit() else line.fixed
    yield f"{fixed} {texts(f'phase.{line.phase}')}".strip()
    if (line.phase, line.measure) not in PLAIN:
        yield _measure(line.measure, texts)


def _line_cells(line: Line, compared: SideBySide, documents: Documents, texts: Texts) -> Iterator[str]:
    """Figures of a department and of one of its units are both shown and told apart where they stand in one line."""
    cells = compared.cells[line]
    levels = {documents[stored.document_id].level for facts in cells.values() for stored in facts}
    for column in compared.columns:
        shown = []
        for level, facts in by_level(cells.get(column, ()), documents).items():
            different = settle(facts)
            if len(different) > 1:
                shown.append(element("span", "≠", title=texts("explore.differ"), class_="mz-differ"))
            shown += [figure_button(stored, beside(stored), texts) for stored in different]
            shown.append(_small(texts(f"level.{level}")) if len(levels) > 1 else "")
        yield " ".join(shown) or "—"


def by_level(facts: Sequence[StoredFact], documents: Documents) -> dict[Level, list[StoredFact]]:
    found: dict[Level, list[StoredFact]] = {}
    for stored in facts:
        found.setdefault(documents[stored.document_id].level, []).append(stored)
    return found


def beside(stored: StoredFact) -> str:
    """A figure as it stands beside others: money in 万元."""
    if stored.fact.amount is None:
        return stored.fact.quote
    value, unit = comparable(stored.fact.amount)
    return f"{value:,f} {unit}".strip()


def _measure(measure: Measure, texts: Texts) -> str:
    return texts(f"explore.measure.{measure.value}")


def _framed(exploration: Exploration, total: int, unit: str, content: str, texts: Texts) -> str:
    """How much there is, the files, the table, the way to the other pages."""
    if not total:
        return element("p", escape(texts("explore.nothing")), class_="mz-empty")
    first = exploration.page * PAGE + 1
    last = min(first + PAGE - 1, total)
    counted = texts(f"explore.{unit}", count=f"{total:,}", first=first, last=last)
    saved = (_saved(exploration, suffix, texts) for suffix in FORMATS)
    head = element("p", element("span", escape(counted)), *saved, class_="mz-foot")
    return head + content + _pager(exploration, total, texts)


def _saved(exploration: Exploration, suffix: str, texts: Texts) -> str:
    address = facts_address(exploration.to_pairs(), suffix)
    return element("a", escape(texts("save_table", format=suffix)), href=address, download="")


def _pager(exploration: Exploration, total: int, texts: Texts) -> str:
    last = (total - 1) // PAGE
    if not last:
        return ""
    steps = (("‹", "explore.before", exploration.page - 1), ("›", "explore.after", exploration.page + 1))
    buttons = (
        element(
            "button",
            sign,
            type="button",
            data_turn_to=page,
            aria_label=texts(key),
            title=texts(key),
            **({} if 0 <= page <= last else {"disabled": ""}),
        )
        for sign, key, page in steps
    )
    place = element("span", escape(texts("explore.page", page=exploration.page + 1, pages=last + 1)))
    return element("nav", *buttons, place, class_="mz-bar", aria_label=texts("explore.pages"))


def _small(text: str) -> str:
    return element("small", escape(text)) if text else ""
