"""`serve`: the chat over one library, for this machine alone unless a password says otherwise."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import MutableMapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ui.access import Credentials, ScreenError, is_loopback, read_credentials, require_password
from ui.guard import Guard

if TYPE_CHECKING:
    from gradio import Blocks

    from rag.answer import OnStep
    from rag.library import Library
    from rag.model import Answer
    from ui.conversation import Ask


def serve(
    library_folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    read_only: bool = False,
    password_file: Path | None = None,
) -> None:
    """Serve the chat until it is interrupted; makes the library where there is none, unless it is only to be read."""
    credentials = read_credentials(os.environ, password_file)
    require_password(host, credentials, read_only=read_only)
    keep_to_this_machine(os.environ)

    from rag import Library, Settings, answer, open_model

    settings = Settings.from_environment()
    model = open_model(settings)
    with Library.open(library_folder, create=True, read_only=read_only, embedding=settings.embedding) as library:

        def ask(question: str, turns: Sequence[str], on_step: OnStep = lambda step: None) -> Answer:
            return answer(question, library, turns=turns, model=model, on_step=on_step)

        threading.Thread(target=warm, args=(library,), name="warming", daemon=True).start()
        launch(library, ask, host, port, credentials, read_only=read_only)


def warm(library: Library) -> None:
    """Ask and open once what a first visitor is offered, so that nobody waits for what only the first one waits for."""
    from extractors.errors import ExtractionError
    from rag import answer
    from rag.errors import LibraryError
    from ui.evidence import SCALE
    from ui.shelf import example_questions
    from ui.texts import load_texts

    with suppress(LibraryError, ExtractionError):  # whoever asks is told
        for question in example_questions(library, load_texts("zh"))[:1]:
            for citation in answer(question, library).citations[:1]:
                library.page_image(citation.document_id, citation.page, scale=SCALE)


def launch(
    library: Library,
    ask: Ask,
    host: str,
    port: int,
    credentials: Credentials | None = None,
    *,
    read_only: bool = False,
    wait: bool = True,
) -> Blocks:
    """Start the server over an open library; without `wait` it returns at once, and `close()` ends it."""
    from starlette.middleware import Middleware

    from rag.service import Service
    from ui import page
    from ui.intake import Intake
    from ui.routes import Links, Unpaged
    from ui.sheets import Sheets

    require_free(host, port)
    intake = None if read_only else Intake(library)
    sheets = Sheets(library)
    service = Service(library, ask)
    blocks = page.build(library, service, ask, sheets, intake)
    this_machine = is_loopback(host) and credentials is None and not read_only
    page.launch(
        blocks,
        server_name=host,
        server_port=port,
        auth=credentials,
        prevent_thread_lock=True,
        quiet=True,
        app_kwargs={
            "middleware": [
                Middleware(Guard, read_only=read_only, this_machine=this_machine),
                Middleware(Unpaged),
            ],
            "routes": Links(library, service, ask, sheets).routes(),
        },
    )
    if wait:
        print(f"明账 mingzhang: http://{host}:{port} (Ctrl-C ends it)", flush=True)
        try:
            blocks.block_thread()
        finally:
            if intake:
                intake.close()
    return blocks


def require_free(host: str, port: int) -> None:
    """Whether the server can listen there, said in a sentence before anything is loaded for it."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ScreenError(
            f"Nothing can be served at {host}:{port} ({error.strerror}): choose another --port."
        ) from error


def keep_to_this_machine(environment: MutableMapping[str, str]) -> None:
    """Tell the libraries, before they are imported, to ask no other host for anything."""
    environment["GRADIO_ANALYTICS_ENABLED"] = "False"
    environment["HF_HUB_OFFLINE"] = "1"
