"""What stands before Gradio: which of its doors are open, how much may come through, and what a browser may do."""

from __future__ import annotations

import re
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from ui.access import is_loopback
from ui.sentences import tell
from ui.texts import texts_for

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    # The page works from this server alone: a browser refuses every other host, whatever a document says.
    # Gradio's own scripts need inline code and eval.
    "content-security-policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
LARGEST_REQUEST_BYTES = 1_000_000  # of anything but an upload, which Gradio limits itself
MOST_LOGINS, LOGINS_WITHIN_S = 30, 60.0  # tries of a password, right ones too
UPLOAD = "/gradio_api/upload"

# Gradio answers much more (proxying, monitoring, recordings, its own editor): what the page does not need is shut.
_OURS = r"/(sheet|original)/.+|/(answer|facts)(\.\w+)?|/mingzhang-library\.zip"
_READ = re.compile(
    r"/|/(config|theme\.css|favicon\.ico|manifest\.json|robots\.txt|logout|pwa_icon(/\d+)?)/?|/(assets|static|svelte)/.+"
    r"|/gradio_api/((info|openapi\.json|startup-events|login_check|user|token|app_id|theme\.css|upload_progress"
    r"|queue/data)/?|(heartbeat|call|file)/.+|file=.+)|" + _OURS
)
_WRITE = re.compile(
    r"/login/?|/gradio_api/(queue/join|call/(v2/)?\w+|run/\w+|reset|cancel|upload)/?",
)


class Guard:
    """ASGI middleware. `read_only`: nothing can be uploaded. `this_machine`: only for browsers that ask for a loopback
    name, so that no page of another host can send them here under its own name (DNS rebinding)."""

    def __init__(self, app: ASGIApp, *, read_only: bool = False, this_machine: bool = False) -> None:
        self._app = app
        self._read_only = read_only
        self._this_machine = this_machine
        self._logins: deque[float] = deque(maxlen=MOST_LOGINS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in HEADERS.items())]
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            status, sentence = refusal
            language = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
            await _reply(status, tell(sentence, texts_for(language)), send_guarded)
            return
        limited = receive if scope["path"].rstrip("/") == UPLOAD else _Limited(receive)
        await self._app(scope, limited, send_guarded)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Status and sentence for what does not get in."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if self._this_machine and not is_loopback(_host(headers.get("host", ""))):
            return 421, "This server answers under the names of this machine only, such as 127.0.0.1."
        path = scope["path"]
        open_doors = _READ if scope["method"] in ("GET", "HEAD", "OPTIONS") else _WRITE
        if not open_doors.fullmatch(path):
            return 404, "There is nothing here."
        if path.rstrip("/") == "/login" and not self._may_log_in():
            return 429, "Too many have tried to log in: wait a minute."
        if path.rstrip("/") == UPLOAD:
            return (403, "This library is read-only: nothing can be added.") if self._read_only else None
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_REQUEST_BYTES:
            return 413, f"A request can have {LARGEST_REQUEST_BYTES} bytes."
        return None

    def _may_log_in(self) -> bool:
        """Whoever tries passwords one after another is slowed down, and with him everybody who logs in just then."""
        now = time.monotonic()
        if len(self._logins) == MOST_LOGINS and now - self._logins[0] < LOGINS_WITHIN_S:
            return False
        self._logins.append(now)
        return True


class _Limited:
    """A request's body, ended as if its sender had gone where it grows beyond the limit without having said so."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left = LARGEST_REQUEST_BYTES

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                return {"type": "http.disconnect"}
        return message


def _host(header: str) -> str:
    """The name of a Host header, without its port."""
    return header if header.endswith("]") else header.rpartition(":")[0] or header


async def _reply(status: int, sentence: str, send: Any) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": sentence.encode()})
