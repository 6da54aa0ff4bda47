"""What happens on the page: every event turns a `Conversation` into the next one and shows it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from pathlib import Path
from typing import Any, Protocol

import gradio as gr

from extractors.errors import ExtractionError
from rag.errors import LibraryError
from rag.ingest import IngestReport
from rag.model import StoredDocument, StoredFact
from ui import evidence
from ui.conversation import LONGEST_QUESTION, Ask, Conversation, OpenPage
from ui.markup import element
from ui.replies import citations_html, conversation_html, figures_html
from ui.shelf import documents_html, ingest_html, welcome_html
from ui.texts import Language, Texts, texts_for


class Shelf(Protocol):
    """What the page needs of a library."""

    def documents(self) -> list[StoredDocument]: ...

    def facts(
        self, *, document_ids: Collection[str] | None = None, items: Collection[str | None] | None = None
    ) -> list[StoredFact]: ...

    def ingest(self, paths: Sequence[Path]) -> IngestReport: ...

    def page_image(self, document_id: str, page: int, *, scale: float = ...) -> Path | None: ...

    def notices(self, language: Language = ...) -> list[str]: ...


class Handlers:
    """One method for each event. `request` carries the browser's language; events carry what was clicked."""

    def __init__(self, library: Shelf, answer: Ask) -> None:
        self._library = library
        self._answer = answer

    def open(self, conversation: Conversation, request: gr.Request) -> list[Any]:
        texts = _texts(request)
        masthead = element("h1", escape(texts("name"))) + element("p", escape(texts("tagline")))
        return [masthead, self._documents(texts), *self._show(conversation, texts)]

    def ask(self, question: str, conversation: Conversation, request: gr.Request) -> list[Any]:
        """An empty question changes nothing; the box is emptied."""
        return ["", *self._ask(question, conversation, _texts(request))]

    def ask_offered(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> list[Any]:
        return self._ask(str(event.question), conversation, _texts(request))

    def cite(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> list[Any]:
        turn, n = event.turn, event.n
        if isinstance(turn, int) and isinstance(n, int):
            conversation = conversation.cite(turn, n)
        return self._show(conversation, _texts(request))

    def back(self, conversation: Conversation, request: gr.Request) -> list[Any]:
        return self._show(self._turn_page(conversation, -1), _texts(request))

    def forward(self, conversation: Conversation, request: gr.Request) -> list[Any]:
        return self._show(self._turn_page(conversation, 1), _texts(request))

    def add(self, files: list[str], conversation: Conversation, request: gr.Request) -> list[Any]:
        texts = _texts(request)
        try:
            report = self._library.ingest([Path(file) for file in files])
        except LibraryError as error:
            raise gr.Error(escape(str(error))) from error
        return [None, ingest_html(report, texts), self._documents(texts), *self._show(conversation, texts)]

    def _ask(self, question: str, conversation: Conversation, texts: Texts) -> list[Any]:
        question = question.strip()
        if len(question) > LONGEST_QUESTION:
            raise gr.Error(texts("too_long", length=len(question), limit=LONGEST_QUESTION))
        if question:
            try:
                conversation = conversation.ask(question, self._answer)
            except LibraryError as error:
                raise gr.Error(escape(str(error))) from error
        return self._show(conversation, texts)

    def _turn_page(self, conversation: Conversation, step: int) -> Conversation:
        opened = conversation.open_page
        return conversation.turn_page(step, self._pages(opened.citation.document_id)) if opened else conversation

    def _pages(self, document_id: str) -> int:
        """How many pages a document has; 0 where it was removed meanwhile."""
        return next((d.pages for d in self._library.documents() if d.id == document_id), 0)

    def _documents(self, texts: Texts) -> str:
        notices = "".join(
            element("p", escape(notice), class_="mz-small") for notice in self._library.notices(texts.language)
        )
        return notices + documents_html(self._library.documents(), texts)

    def _show(self, conversation: Conversation, texts: Texts) -> list[Any]:
        """The values of: conversation, chat, figures, citations, page turner, caption, image."""
        chat = conversation_html(conversation, texts) if conversation.turns else welcome_html(self._library, texts)
        sides = [conversation, chat, figures_html(conversation, texts), citations_html(conversation, texts)]
        return sides + self._page(conversation.open_page, texts)

    def _page(self, opened: OpenPage | None, texts: Texts) -> list[Any]:
        """The values of: page turner, caption, image."""
        if opened is None:
            return [gr.Row(visible=False), "", gr.Image(value=None, visible=False)]
        citation = opened.citation
        try:
            page = self._library.page_image(citation.document_id, opened.page, scale=evidence.SCALE)
        except (LibraryError, ExtractionError) as error:
            return [gr.Row(visible=True), element("p", escape(str(error))), gr.Image(value=None, visible=False)]
        if page is None:
            sentence = element("p", escape(texts("no_page_image")))
            return [gr.Row(visible=True), sentence, gr.Image(value=None, visible=False)]
        pages = self._pages(citation.document_id)
        line = texts("page_caption", document=citation.document, page=opened.page, pages=pages)
        picture = evidence.boxed(page, citation.bbox if opened.shows_the_place else None)
        return [gr.Row(visible=True), element("p", escape(line)), gr.Image(value=picture, alt_text=line, visible=True)]


def _texts(request: gr.Request) -> Texts:
    return texts_for(request.headers.get("accept-language"))
