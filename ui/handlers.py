"""What happens on the page: every event turns a `Conversation` into the next one and shows it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html import escape
from typing import Any, Protocol

import gradio as gr

from rag.answer import Step
from rag.errors import LibraryError
from rag.model import Answer, Citation, StoredDocument, StoredFact
from ui.conversation import LONGEST_QUESTION, Ask, Conversation
from ui.links import Link, read_link
from ui.markup import element
from ui.proofs import chart_html, citations_html, figures_html
from ui.refusals import refusal
from ui.replies import conversation_html
from ui.sheets import Sheets
from ui.shelf import welcome_html
from ui.texts import Texts, texts_for
from ui.viewer import viewer_html
from ui.waiting import answer_in_steps

OUTPUTS = 6  # what is shown: conversation, chat, figures, chart, page, citations


class Shelf(Protocol):
    """What the page needs of a library."""

    def documents(self) -> list[StoredDocument]: ...

    def document(self, name: str) -> StoredDocument: ...

    def facts(
        self, *, document_ids: Collection[str] | None = None, items: Collection[str | None] | None = None
    ) -> list[StoredFact]: ...

    def has_page_images(self, document_id: str) -> bool: ...


class Handlers:
    """One method for each event. `request` carries the browser's language; events carry what was clicked."""

    def __init__(self, library: Shelf, answer: Ask, sheets: Sheets) -> None:
        self._library = library
        self._answer = answer
        self._sheets = sheets

    def open(self, conversation: Conversation, request: gr.Request) -> list[Any]:
        """The page as its address says: the questions asked again, the place open again."""
        texts = texts_of(request)
        if not conversation.turns:
            conversation = self._restored(read_link(request.query_params.multi_items()))
        masthead = element("h1", escape(texts("name"))) + element("p", escape(texts("tagline")))
        return [masthead, *self._show(conversation, texts)]

    def ask(self, question: str, conversation: Conversation, request: gr.Request) -> Iterator[list[Any]]:
        """An empty question changes nothing. The box is emptied at once, so that the next one can be typed into it."""
        texts = texts_of(request)
        _refuse_too_long(question, texts)
        yield ["", *[gr.skip()] * OUTPUTS]
        for shown in self._ask(question, conversation, texts):
            yield [gr.skip(), *shown]

    def ask_offered(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> Iterator[list[Any]]:
        texts = texts_of(request)
        _refuse_too_long(str(event.question), texts)
        yield from self._ask(str(event.question), conversation, texts)

    def cite(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> list[Any]:
        turn, n = event.turn, event.n
        if isinstance(turn, int) and isinstance(n, int):
            conversation = conversation.cite(turn, n)
        return self._show(conversation, texts_of(request))

    def step(self, conversation: Conversation, event: gr.EventData, request: gr.Request) -> list[Any]:
        """To the page before or after; however many steps a browser asks for, one is made."""
        step = 1 if event.step == 1 else -1
        return self._show(self._turn_page(conversation, step), texts_of(request))

    def _ask(self, question: str, conversation: Conversation, texts: Texts) -> Iterator[list[Any]]:
        question = question.strip()
        if not question:
            yield self._show(conversation, texts)
            return
        try:
            for reached in answer_in_steps(self._answer, question, conversation.questions):
                if isinstance(reached, Answer):
                    yield self._show(conversation.answered(question, reached), texts)
                else:
                    yield _waiting(question, reached, conversation, texts)
        except LibraryError as error:
            raise refusal(str(error), texts) from error

    def _restored(self, link: Link) -> Conversation:
        """What the link leads to, as far as it is still there."""
        conversation = Conversation()
        for question in link.questions:
            if len(question) <= LONGEST_QUESTION:
                conversation = conversation.answered(question, self._answer(question, conversation.questions))
        if link.n:
            conversation = conversation.cite(conversation.shown, link.n)
        return self._opened(conversation, link)

    def _opened(self, conversation: Conversation, link: Link) -> Conversation:
        """The page of the link, where another one is open."""
        try:
            document = self._library.document(link.document) if link.document and link.page else None
        except LibraryError:
            return conversation  # removed since; the questions are still answered
        if document is None or not 1 <= link.page <= document.pages:
            return conversation
        opened = conversation.open_page
        if opened and opened.citation.document_id == document.id:
            return conversation.open(opened.citation, link.page)
        return conversation.open(Citation(0, document.file_name, document.id, link.page, "page", ""), link.page)

    def _turn_page(self, conversation: Conversation, step: int) -> Conversation:
        opened = conversation.open_page
        return conversation.turn_page(step, self._pages(opened.citation.document_id)) if opened else conversation

    def _pages(self, document_id: str) -> int:
        """How many pages a document has; 0 where it was removed meanwhile."""
        return next((d.pages for d in self._library.documents() if d.id == document_id), 0)

    def _show(self, conversation: Conversation, texts: Texts) -> list[Any]:
        """The values of: conversation, chat, figures, chart, page, citations."""
        self._sheets.begin(conversation.open_page)
        chat = conversation_html(conversation, texts) if conversation.turns else welcome_html(self._library, texts)
        page = viewer_html(conversation.open_page, self._library, texts)
        return [
            conversation,
            chat,
            figures_html(conversation, texts),
            chart_html(conversation, texts),
            page or element("p", escape(texts("evidence_empty")), class_="mz-empty"),
            citations_html(conversation, texts),
        ]


def _waiting(question: str, step: Step, conversation: Conversation, texts: Texts) -> list[Any]:
    """The question with how far its answer is; everything else stays."""
    chat = conversation_html(conversation, texts, waiting=(question, step))
    return [gr.skip(), chat, *[gr.skip()] * (OUTPUTS - 2)]


def _refuse_too_long(question: str, texts: Texts) -> None:
    length = len(question.strip())
    if length > LONGEST_QUESTION:
        raise refusal(texts("too_long", length=length, limit=LONGEST_QUESTION), texts)


def texts_of(request: gr.Request) -> Texts:
    return texts_for(request.headers.get("accept-language"))
