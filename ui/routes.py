"""What the page links to, beside Gradio: pictures of pages, originals, answers and facts as files.

Plain addresses (see `ui.links`), so that they can be opened in a new tab, saved and passed on. Whoever may not see the
page may not see these either.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from extractors.errors import ExtractionError
from rag import answer_table
from rag.browsing import Browsing
from rag.errors import BadRequest, LibraryError
from rag.model import Answer, StoredDocument
from rag.service import Service
from ui.conversation import LONGEST_QUESTION, Ask
from ui.exploration import read_exploration
from ui.explore_files import write_facts
from ui.links import PACKAGE, read_box, read_link
from ui.sentences import tell
from ui.sheets import Sheets
from ui.texts import texts_for

FOREVER = "private, max-age=31536000, immutable"  # a document is its bytes: its pages never change


class Shelf(Protocol):
    """What the links need of a library."""

    def document(self, name: str) -> StoredDocument: ...

    def has_page_images(self, document_id: str) -> bool: ...

    def original(self, document_id: str) -> Path: ...

    def documents(self) -> list[StoredDocument]: ...

    def browsing(self) -> Browsing: ...


class Links:
    """Each method answers one address; all run in threads, beside the page."""

    def __init__(self, library: Shelf, service: Service, ask: Ask, sheets: Sheets) -> None:
        self._library = library
        self._service = service
        self._ask = ask
        self._sheets = sheets

    def routes(self) -> list[Route]:
        return [
            _route("/sheet/{document}/{page:int}.png", self.sheet),
            _route("/original/{document}", self.original),
            _route("/answer{suffix}", self.answer),
            _route("/facts{suffix}", self.facts),
            _route(f"/{PACKAGE}", self.package),
        ]

    def sheet(self, request: Request) -> Response:
        """A page as a picture, with the place at `box` marked."""
        document = self._library.document(request.path_params["document"])
        page, box = request.path_params["page"], read_box(request.query_params.get("box", ""))
        if not 1 <= page <= document.pages:
            raise BadRequest(f"{document.file_name} has {document.pages} pages.")
        drawn = self._sheets.picture(document.id, page, box)
        if drawn is None:
            raise BadRequest(f"{document.file_name} has no pages of its own.")
        return Response(drawn, media_type="image/png", headers={"cache-control": FOREVER})

    def original(self, request: Request) -> Response:
        """The file as it was handed in. Only a PDF is shown; anything else might run, and is saved instead."""
        document = self._library.document(request.path_params["document"])
        path = self._library.original(document.id)
        if not path.exists():
            raise BadRequest(f"The file of {document.file_name} is not kept in this library.")
        is_shown = self._library.has_page_images(document.id)
        return FileResponse(
            path,
            media_type="application/pdf" if is_shown else "application/octet-stream",
            filename=document.file_name,
            content_disposition_type="inline" if is_shown else "attachment",
        )

    def answer(self, request: Request) -> Response:
        """The table of the last question's answer."""
        suffix = request.path_params["suffix"]
        questions = read_link(request.query_params.multi_items()).questions
        if suffix not in answer_table.FORMATS or not questions:
            raise BadRequest("There is nothing here.")
        answer = self._answer(questions)
        return _attachment(suffix, "mingzhang-answer", lambda path: answer_table.write(answer, path))

    def facts(self, request: Request) -> Response:
        """What is explored, all of it."""
        suffix = request.path_params["suffix"]
        if suffix not in answer_table.FORMATS:
            raise BadRequest("There is nothing here.")
        exploration = read_exploration(request.query_params.multi_items())
        texts = texts_for(request.headers.get("accept-language"))
        return _attachment(suffix, "mingzhang-facts", lambda path: write_facts(exploration, self._library, path, texts))

    def package(self, request: Request) -> Response:
        """The whole library: facts, documents and taxonomy with their schemas."""
        return FileResponse(self._service.export(".zip"), media_type="application/zip", filename=PACKAGE)

    def _answer(self, questions: Sequence[str]) -> Answer:
        if max(map(len, questions)) > LONGEST_QUESTION:
            raise BadRequest(f"A question has at most {LONGEST_QUESTION} characters.")
        *before, last = questions
        return self._ask(last, before)


class Unpaged:
    """ASGI middleware: in the page's own address `page` is a document's, where Gradio would take it for one of its."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == "/":
            given = parse_qsl(scope["query_string"].decode("latin-1"))
            scope = {**scope, "query_string": urlencode([pair for pair in given if pair[0] != "page"]).encode()}
        await self._app(scope, receive, send)


def _route(path: str, method: Callable[[Request], Response]) -> Route:
    async def reply(request: Request) -> Response:
        texts = texts_for(request.headers.get("accept-language"))
        if not _may_enter(request):
            return PlainTextResponse(tell("Sign in first.", texts), 401)
        try:
            return await run_in_threadpool(method, request)
        except (LibraryError, ExtractionError) as error:
            return PlainTextResponse(tell(str(error), texts), 404)

    return Route(path, reply)


def _may_enter(request: Request) -> bool:
    """Whether Gradio, whose application this runs in, would show the page: it has no password, or was told it."""
    app = request.app
    if app.auth is None:
        return True
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    return any(app.tokens.get(request.cookies.get(name)) for name in names)


def _attachment(suffix: str, name: str, write: Callable[[Path], object]) -> Response:
    """What `write` writes to a file, as a download."""
    kinds = {
        ".csv": "text/csv; charset=utf-8",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    with tempfile.TemporaryDirectory(prefix="mingzhang-") as folder:
        path = Path(folder) / f"{name}{suffix}"
        write(path)
        content = path.read_bytes()
    return Response(
        content, media_type=kinds[suffix], headers={"content-disposition": f'attachment; filename="{name}{suffix}"'}
    )
