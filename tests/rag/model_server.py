"""A real HTTP server on loopback that speaks the chat completions of OpenAI, and does what a script says.

asked("…是多少？", library, says("…"), monkeypatch) → the answer with that model, and what the model was asked
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from rag.answer import answer
from rag.language_model import ChatModel
from rag.library import Library
from rag.model import Answer
from rag.settings import METHODS

KEY = "sk-canary-7351"
SECONDS = 60.0  # more than a busy machine needs
Script = Callable[["Exchange"], None]
PIECE = 7  # characters that one event of a stream brings


@dataclass
class Exchange:
    """One request, to be answered by a script; `over` is set when the test has ended."""

    handler: BaseHTTPRequestHandler
    asked: dict[str, Any]
    over: threading.Event

    def send_head(self, status: int, kind: str, **headers: str) -> None:
        self.handler.send_response(status)
        self.handler.send_header("content-type", kind)
        self.handler.send_header("connection", "close")
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def send(self, text: str) -> None:
        self.handler.wfile.write(text.encode())
        self.handler.wfile.flush()

    def send_event(self, delta: dict[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.send(f"data: {json.dumps(event, ensure_ascii=False)}\n\n")

    def send_pieces(self, text: str) -> None:
        self.send_head(200, "text/event-stream")
        self.send_event({"role": "assistant", "content": ""})
        for start in range(0, len(text), PIECE):
            self.send_event({"content": text[start : start + PIECE]})

    def finish(self) -> None:
        self.send_event({}, "stop")
        self.send("data: [DONE]\n\n")


@dataclass
class ModelServer:
    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def serving(script: Script) -> Iterator[ModelServer]:
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            server.requests.append(asked)
            with suppress(OSError):  # whoever asked may have hung up
                script(Exchange(self, asked, over))

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        listener.daemon_threads = True
        server = ModelServer(f"http://127.0.0.1:{listener.server_port}/v1")
        threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield server
        finally:
            over.set()
            listener.shutdown()


def asked(
    question: str,
    library: Library,
    script: Script,
    monkeypatch: pytest.MonkeyPatch,
    *,
    seconds: float = SECONDS,
    method: str = METHODS[0],
) -> tuple[Answer, list[dict[str, Any]]]:
    with serving(script) as server:
        answered = answer(question, library, model=model_at(server.url, monkeypatch, seconds, method))
    return answered, server.requests


def model_at(
    url: str, monkeypatch: pytest.MonkeyPatch, seconds: float = SECONDS, method: str = METHODS[0]
) -> ChatModel:
    """The provider's package, whose import may take seconds, is there before the seconds count."""
    import langchain.chat_models
    import langchain_openai

    assert langchain.chat_models and langchain_openai
    monkeypatch.setenv("OPENAI_BASE_URL", url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    return ChatModel("openai:m", seconds, method)


def says(text: str) -> Script:
    """A whole reply, as a stream."""

    def script(exchange: Exchange) -> None:
        exchange.send_pieces(text)
        exchange.finish()

    return script


def at_once(text: str) -> Script:
    """A whole reply in one event."""

    def script(exchange: Exchange) -> None:
        exchange.send_head(200, "text/event-stream")
        exchange.send_event({"content": text})
        exchange.finish()

    return script


def fills(form: object) -> Script:
    """The arguments of the function that it was asked to call; a text stands for arguments that are no JSON."""

    def script(exchange: Exchange) -> None:
        written = form if isinstance(form, str) else json.dumps(form, ensure_ascii=False)
        call = {"id": "c", "type": "function", "function": {"name": "Reading", "arguments": written}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
        exchange.send_head(200, "application/json")
        reply = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        exchange.send(json.dumps(reply))

    return script


def hangs(exchange: Exchange) -> None:
    exchange.send_head(200, "text/event-stream")
    exchange.over.wait(60)


def dribbles(exchange: Exchange) -> None:
    """Something arrives all the time, so that no limit on silence ends it, but never a reply."""
    exchange.send_head(200, "text/event-stream")
    while not exchange.over.wait(0.05):
        exchange.send(": still thinking\n\n")


def is_busy(exchange: Exchange) -> None:
    exchange.send_head(429, "application/json", retry_after="30")
    exchange.send('{"error": {"message": "slow down"}}')


def breaks_off(text: str) -> Script:
    """Half a stream, after which the connection closes as if all were well."""

    def script(exchange: Exchange) -> None:
        exchange.send_pieces(text[: len(text) // 2])

    return script


def sends_no_json(exchange: Exchange) -> None:
    exchange.send_head(200, "text/event-stream")
    exchange.send('data: {"choices": [{"delta": {"content": "4.00\n\n')


def refuses(key: str) -> Script:
    """As providers do, with the key in the message."""

    def script(exchange: Exchange) -> None:
        exchange.send_head(401, "application/json")
        exchange.send(
            json.dumps({"error": {"message": f"Incorrect API key provided: {key}", "code": "invalid_api_key"}})
        )

    return script
