"""`serve`: the chat over one library, for this machine alone unless a password says otherwise."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradio import Blocks
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from rag.model import Answer
    from ui.conversation import Ask
    from ui.handlers import Shelf

HEADERS = {
    # The page works from this server alone: a browser refuses every other host, whatever a document says.
    # Gradio's own scripts need inline code and eval.
    "content-security-policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


class ScreenError(Exception):
    """The screen cannot be served as asked; the message is a sentence that says what to do."""


def serve(library_folder: Path, *, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Serve the chat until it is interrupted; makes the library where there is none."""
    credentials = read_credentials(os.environ)
    require_password(host, credentials)
    keep_to_this_machine(os.environ)

    from rag import Library, Settings, answer, open_model

    model = open_model(Settings.from_environment())
    with Library.open(library_folder, create=True) as library:

        def ask(question: str, turns: Sequence[str]) -> Answer:
            return answer(question, library, turns=turns, model=model)

        launch(library, ask, host, port, credentials)


def launch(
    library: Shelf,
    ask: Ask,
    host: str,
    port: int,
    credentials: tuple[str, str] | None = None,
    *,
    wait: bool = True,
) -> Blocks:
    """Start the server over an open library; without `wait` it returns at once, and `close()` ends it."""
    from ui import page

    require_free(host, port)
    blocks = page.build(library, ask)
    page.launch(
        blocks,
        server_name=host,
        server_port=port,
        auth=credentials,
        prevent_thread_lock=True,
        quiet=True,
        app_kwargs={"middleware": [guard()]},
    )
    if wait:
        print(f"明账 mingzhang: http://{host}:{port} (Ctrl-C ends it)", flush=True)
        blocks.block_thread()
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


def read_credentials(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """User and password of MINGZHANG_AUTH=user:password; None where it is not set."""
    written = environment.get("MINGZHANG_AUTH", "")
    if not written:
        return None
    user, _, password = written.partition(":")
    if not user or not password:
        raise ScreenError("MINGZHANG_AUTH must be user:password, and one of the two is missing.")
    return user, password


def require_password(host: str, credentials: tuple[str, str] | None) -> None:
    """Other machines get in with a password only."""
    if credentials is None and not _is_loopback(host):
        raise ScreenError(
            f"Other machines could reach this server at {host}: set MINGZHANG_AUTH=user:password first, "
            "or serve at 127.0.0.1 for this machine alone."
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def guard() -> Any:
    """The middleware that sends HEADERS with every response."""
    from starlette.middleware import Middleware

    return Middleware(_Guard)


class _Guard:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_encoded(HEADERS.items())]
            await send(message)

        await self._app(scope, receive, send_guarded)


def _encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers]
