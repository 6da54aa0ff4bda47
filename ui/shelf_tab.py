"""The tab of the library: what is loaded; files come in and go out where that is allowed.

What is shown is the state that all browsers share. A timer, which runs only while the tab is open, looks whether it has
changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from rag.errors import LibraryError, UnknownDocument
from rag.library import Library
from rag.originals import SUFFIXES
from ui.arrivals import arrivals_html
from ui.conversation import Conversation
from ui.handlers import texts_of
from ui.intake import Intake
from ui.links import read_link
from ui.markup import element
from ui.refusals import refusal
from ui.shelf import documents_html, welcome_html
from ui.texts import Texts, script
from ui.uploads import Uploaded, keeping_names

EVERY_S = 1.0
REST = "() => ({ __type__: 'update', active: false })"  # for a timer, in the browser: the server need not be asked
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a browser shows: the library's revision, the intake's version, and the document that is to be removed."""

    revision: int = -1
    intake: int = -1
    asking: str = ""


@dataclass(frozen=True, slots=True)
class ShelfTab:
    """`upload` and `folder` are None where nothing may be added."""

    tab: gr.Tab
    upload: gr.File | None
    folder: gr.UploadButton | None
    report: gr.HTML
    documents: gr.HTML
    seen: gr.State
    timer: gr.Timer

    def connect(self, handlers: ShelfHandlers) -> None:
        view = [self.seen, self.report, self.documents]
        self.tab.select(handlers.open, None, [self.timer, *view], **QUIET)
        self.timer.tick(handlers.look, [self.seen], view, **QUIET)
        if self.upload is None or self.folder is None:
            return
        self.upload.upload(handlers.take, [self.upload], [self.upload, *view], api_visibility="private")
        self.folder.upload(handlers.take_folder, [self.folder], [self.folder, *view], api_visibility="private")
        self.report.forget(handlers.forget, None, view, **QUIET)
        self.report.nothing(handlers.nothing, None, None, **QUIET)
        self.documents.discard(handlers.discard, None, view, **QUIET)
        self.documents.confirm(handlers.confirm, [self.seen], view, **QUIET)
        self.documents.keep(handlers.show, None, view, **QUIET)

    def rest_on(self, *others: gr.Tab) -> None:
        """While one of the others is open nothing is looked for."""
        for other in others:
            other.select(None, None, [self.timer], js=REST, **QUIET)


def lay_out(t: gr.I18n, *, read_only: bool) -> ShelfTab:
    with gr.Tab(t("tab_library"), id="library", elem_id="library-tab") as tab:
        upload = folder = None
        if not read_only:
            upload = keeping_names(
                gr.File(label=t("upload_label"), file_count="multiple", height=130, elem_id="upload")
            )
            folder = keeping_names(
                gr.UploadButton(t("upload_folder"), file_count="directory", size="sm", elem_id="upload-folder")
            )
        clicks = script("shelf.js")
        report = gr.HTML(elem_id="ingest-report", apply_default_css=False, js_on_load=clicks + script("drop.js"))
        documents = gr.HTML(elem_id="library-table", apply_default_css=False, js_on_load=clicks)
        return ShelfTab(tab, upload, folder, report, documents, gr.State(Seen()), gr.Timer(EVERY_S, active=False))


class ShelfHandlers:
    """One method for each event; without an intake nothing of the library can be changed."""

    def __init__(self, library: Library, intake: Intake | None) -> None:
        self._library = library
        self._intake = intake

    def open(self, request: gr.Request) -> list[Any]:
        return [gr.Timer(active=True), *self.show(request)]

    def look(self, seen: Seen, request: gr.Request) -> list[Any]:
        """Nothing moves on the page where nothing has changed; while files are read, their pace does."""
        current = self._current(seen.asking)
        if current == seen and not (self._intake and self._intake.standing().pace):
            return [gr.skip(), gr.skip(), gr.skip()]
        documents = gr.skip() if current.revision == seen.revision else self._documents(seen.asking, texts_of(request))
        return [current, self._arrivals(texts_of(request)), documents]

    def show(self, request: gr.Request) -> list[Any]:
        return self._show("", texts_of(request))

    def welcome(self, conversation: Conversation, request: gr.Request) -> Any:
        """The questions that are offered, as the library is now, where nothing has been asked and nothing is about to
        be, as while a page opens whose address holds questions."""
        is_asked = conversation.turns or read_link(request.query_params.multi_items()).questions
        return gr.skip() if is_asked else welcome_html(self._library, texts_of(request))

    def take(self, files: Sequence[Uploaded], request: gr.Request) -> list[Any]:
        self._hand_in(files, texts_of(request))
        return [None, *self.show(request)]

    def take_folder(self, files: Sequence[Uploaded], request: gr.Request) -> list[Any]:
        """Of a folder only what can be read, as with `ingest FOLDER`."""
        readable = [file for file in files if Path(file[1]).suffix.lower() in SUFFIXES]
        if not readable:
            self.nothing(request)
        self._hand_in(readable, texts_of(request))
        return [None, *self.show(request)]

    def nothing(self, request: gr.Request) -> None:
        """A folder brought no file that can be read."""
        texts = texts_of(request)
        gr.Warning(escape(texts("shelf.nothing")))

    def forget(self, request: gr.Request) -> list[Any]:
        if self._intake:
            self._intake.forget()
        return self.show(request)

    def discard(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Ask first; an id that is none of a document asks nothing."""
        return self._show(str(event.id), texts_of(request))

    def confirm(self, seen: Seen, request: gr.Request) -> list[Any]:
        """Removes the document that this browser was asked about, if it is still there."""
        try:
            if self._intake and seen.asking:
                removed = self._library.remove(seen.asking)
                texts = texts_of(request)
                gr.Info(escape(texts("shelf.removed", document=removed.file_name)))
        except UnknownDocument:  # somebody else removed it meanwhile, as the list now shows
            return self.show(request)
        except LibraryError as error:
            raise refusal(str(error), texts_of(request)) from error
        return self.show(request)

    def _hand_in(self, files: Sequence[Uploaded], texts: Texts) -> None:
        if self._intake is None:
            raise refusal(texts("shelf.read_only"), texts)
        if not files:
            return
        try:
            self._intake.take(files)
        except LibraryError as error:
            raise refusal(str(error), texts) from error

    def _current(self, asking: str) -> Seen:
        return Seen(self._library.revision, self._intake.standing().version if self._intake else 0, asking)

    def _show(self, asking: str, texts: Texts) -> list[Any]:
        return [self._current(asking), self._arrivals(texts), self._documents(asking, texts)]

    def _arrivals(self, texts: Texts) -> str:
        if self._intake is None:
            return element("p", escape(texts("shelf.read_only")), class_="mz-small")
        return arrivals_html(self._intake.standing(), texts)

    def _documents(self, asking: str, texts: Texts) -> str:
        notices = (element("p", escape(n), class_="mz-small") for n in self._library.notices(texts.language))
        removable = self._intake is not None
        return "".join(notices) + documents_html(self._library.documents(), texts, removable=removable, asking=asking)
