"""What happens in the tab where all facts are looked through: every event turns an `Exploration` into the next one."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, Protocol

import gradio as gr

from extractors.statements import statement_name
from rag.browsing import Browsing, Dimension, Option
from rag.items import item_name
from rag.model import StoredDocument
from ui.exploration import TAB, Exploration, read_exploration
from ui.explore_html import facts_html
from ui.explored_page import ExploredPage, find_page, read_explored_page
from ui.handlers import texts_of
from ui.markup import element
from ui.sheets import Sheets
from ui.texts import Texts
from ui.viewer import viewer_html


class Shelf(Protocol):
    """What exploring needs of a library."""

    @property
    def revision(self) -> int: ...

    def documents(self) -> list[StoredDocument]: ...

    def document(self, name: str) -> StoredDocument: ...

    def has_page_images(self, document_id: str) -> bool: ...

    def browsing(self) -> Browsing: ...


class ExploreHandlers:
    """One method for each event. What is looked through and which page is open are apart; neither waits."""

    def __init__(self, library: Shelf, sheets: Sheets) -> None:
        self._library = library
        self._sheets = sheets

    def open(
        self, exploration: Exploration, opened: ExploredPage, seen: int, request: gr.Request
    ) -> Iterator[list[Any]]:
        """The facts and the page in one message, since each costs the browser a round trip; nothing where what it has
        is of the library as it is (`seen` is a revision)."""
        revision = self._library.revision
        if seen == revision:
            yield [gr.skip()] * (len(Dimension) + 5)
            return
        first: list[Any] = [revision, *self._page(opened, texts_of(request))]
        for shown in self._show_then_offer(exploration, texts_of(request)):
            yield [*first, *shown]
            first = [gr.skip()] * 3

    def restore(self, request: gr.Request) -> list[Any]:
        """The filters and their values as the address says; opening the tab shows what they let pass."""
        pairs = request.query_params.multi_items()
        if ("tab", TAB) not in pairs:
            return [gr.skip()] * (len(Dimension) + 4)
        exploration = read_exploration(pairs)
        filters = exploration.selection.filters
        chosen = (list(filters.get(dimension, ())) for dimension in Dimension)
        shown = [gr.update(choices=values, value=values) for values in chosen]
        opened = read_explored_page(pairs)
        return [opened, exploration, exploration.view.value, exploration.selection.text, *shown]

    def select(
        self,
        exploration: Exploration,
        view: str,
        text: str,
        place: list[str],
        agency: list[str],
        year: list[str],
        phase: list[str],
        statement: list[str],
        item: list[str],
        request: gr.Request,
    ) -> Iterator[list[Any]]:
        filters = dict(zip(Dimension, (place, agency, year, phase, statement, item), strict=True))
        yield from self._show_then_offer(exploration.select(view, filters, text), texts_of(request))

    def sort(self, exploration: Exploration, event: gr.EventData, request: gr.Request) -> list[Any]:
        return self._show(exploration.sort(str(event.column)), texts_of(request))

    def turn_to(self, exploration: Exploration, event: gr.EventData, request: gr.Request) -> list[Any]:
        page = event.page if isinstance(event.page, int) else exploration.page
        return self._show(exploration.turn_to(page), texts_of(request))

    def open_fact(self, opened: ExploredPage, event: gr.EventData, request: gr.Request) -> list[Any]:
        """The page where the figure stands; as before where the figure went with its document."""
        stored = self._library.browsing().fact(event.fact) if isinstance(event.fact, int) else None
        if stored is not None:
            opened = ExploredPage(stored.document_id, stored.fact.page, stored.id)
        return self._page(opened, texts_of(request))

    def step(self, opened: ExploredPage, event: gr.EventData, request: gr.Request) -> list[Any]:
        pages = next((d.pages for d in self._library.documents() if d.id.startswith(opened.document)), 0)
        return self._page(opened.turned(1 if event.step == 1 else -1, pages), texts_of(request))

    def _show_then_offer(self, exploration: Exploration, texts: Texts) -> Iterator[list[Any]]:
        """The facts first: nobody waits for what the filters may be set to next."""
        unchanged = [gr.skip() for _ in Dimension]
        yield [*self._show(exploration, texts), *unchanged]
        yield [gr.skip(), gr.skip(), *self._offers(exploration, texts)]

    def _offers(self, exploration: Exploration, texts: Texts) -> Iterator[Any]:
        browsing = self._library.browsing()
        for dimension in Dimension:
            chosen = exploration.selection.filters.get(dimension, ())
            found = browsing.options(dimension, exploration.selection)
            gone = [Option(value, 0) for value in chosen if value not in {option.value for option in found}]
            choices = [(_label(dimension, option, texts), option.value) for option in [*found, *gone]]
            yield gr.update(choices=choices)

    def _show(self, exploration: Exploration, texts: Texts) -> list[Any]:
        shown = facts_html(exploration, self._library.browsing(), self._library.documents(), texts)
        return [exploration, element("div", shown, data_link=exploration.link)]

    def _page(self, opened: ExploredPage, texts: Texts) -> list[Any]:
        if not opened.document:
            return [opened, element("p", escape(texts("explore.empty")), class_="mz-empty")]
        page = find_page(opened, self._library)
        if page is None:
            return [opened, element("p", escape(texts("explore.gone")), class_="mz-empty")]
        self._sheets.begin(page)
        return [opened, element("div", viewer_html(page, self._library, texts), data_more=opened.link)]


def _label(dimension: Dimension, option: Option, texts: Texts) -> str:
    """What a choice is called, and how many facts it lets pass."""
    value = option.value
    match dimension:
        case Dimension.PHASE:
            name = texts(f"phase.{value}")
        case Dimension.STATEMENT:
            name = statement_name(value)
        case Dimension.ITEM:
            name = f"{value} {item_name(value)}" if value.isdigit() and item_name(value) != value else item_name(value)
        case _:
            name = value
    return f"{name}（{option.count:,}）"
