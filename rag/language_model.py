"""The door to language models: any chat model that LangChain's `init_chat_model` knows, kept to a time and a length.

A model is optional and never trusted. Whatever goes wrong with it (no such package, refused, too slow, cut off, too
long) becomes one `ModelFailure` with a reason of ours: a provider's own message may repeat the key that it was sent.

Calls run on one event loop in a thread of its own: a caller waits for a number of seconds and no longer, whatever the
server does, and what it no longer waits for is cancelled, which closes the connection.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Coroutine, Mapping
from concurrent.futures import TimeoutError as OutOfTime
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

    from rag.settings import Settings

PROMPTS = Path(__file__).parent / "prompts"
LONGEST_REPLY = 20_000  # characters, thoughts included
RETRIES = 1  # after 429 or a lost connection, within the same seconds
ENDINGS = ("finish_reason", "stop_reason", "done_reason", "stopReason")  # as providers name why a reply ended
CUT_SHORT = frozenset({"length", "max_tokens", "content_filter"})
STARTING = threading.Lock()
Result = TypeVar("Result")


class Reason(StrEnum):
    """Why a model was not used; data/language_model.yaml says each in words."""

    MISSING = "missing"  # the provider's package is not installed, or its settings are incomplete
    TIMEOUT = "timeout"
    ERROR = "error"  # refused, unreachable, 429, a stream that broke, a reply that is no JSON
    CUT = "cut"  # the reply ends without an end
    TOO_LONG = "too_long"
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"  # what it says does not follow from the evidence
    NO_READING = "no_reading"  # it could not tell what a question asks for


class ModelFailure(Exception):
    """The model gave nothing that can be used."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Prompt:
    """`instructions` are ours alone; `data` holds what came from people and documents and goes as JSON."""

    instructions: str
    data: Mapping[str, Any]


class LanguageModel(Protocol):
    """`name` is shown with answers; `seconds` is what one answer may spend on the model in all."""

    name: str
    seconds: float

    def write(self, prompt: Prompt, seconds: float) -> str:
        """The reply; ModelFailure where there is none in time."""

    def fill(self, prompt: Prompt, form: Mapping[str, Any], seconds: float) -> Mapping[str, Any]:
        """The form (a JSON schema), filled in but not validated; ModelFailure where there is none in time."""


@cache
def instructions(name: str) -> str:
    return (PROMPTS / f"{name}.md").read_text(encoding="utf-8")


def open_model(settings: Settings) -> ChatModel | None:
    """The model that the settings name; nothing is imported or asked before it is used."""
    return ChatModel(settings.model, settings.model_seconds, settings.model_method) if settings.model else None


class ChatModel:
    """A chat model by its "provider:name". Keys and addresses are read by the provider's own package."""

    def __init__(self, name: str, seconds: float, method: str) -> None:
        self.name = name
        self.seconds = seconds
        self._method = method
        self._lock = threading.Lock()
        self._chat: BaseChatModel | None = None

    def write(self, prompt: Prompt, seconds: float) -> str:
        return _within(seconds, self._write(prompt))

    def fill(self, prompt: Prompt, form: Mapping[str, Any], seconds: float) -> Mapping[str, Any]:
        return _within(seconds, self._fill(prompt, form))

    async def _write(self, prompt: Prompt) -> str:
        chat = await asyncio.to_thread(self._open)
        text = ""
        ended = ""
        async for chunk in chat.astream(_messages(prompt)):
            text += str(chunk.text)
            if len(text) > LONGEST_REPLY:
                raise ModelFailure(Reason.TOO_LONG)
            ended = next((str(chunk.response_metadata[k]) for k in ENDINGS if chunk.response_metadata.get(k)), ended)
        if not ended or ended.lower() in CUT_SHORT:
            raise ModelFailure(Reason.CUT)
        if not text.strip():
            raise ModelFailure(Reason.EMPTY)
        return text

    async def _fill(self, prompt: Prompt, form: Mapping[str, Any]) -> Mapping[str, Any]:
        chat = await asyncio.to_thread(self._open)
        filled = await chat.with_structured_output(dict(form), method=self._method).ainvoke(_messages(prompt))
        if not isinstance(filled, Mapping):
            raise ModelFailure(Reason.EMPTY)
        return filled

    def _open(self) -> BaseChatModel:
        with self._lock:
            if self._chat is None:
                self._chat = _open_chat(self.name, self.seconds)
            return self._chat


def _open_chat(name: str, seconds: float) -> BaseChatModel:
    try:
        from langchain.chat_models import init_chat_model

        return init_chat_model(name, temperature=0, timeout=seconds, max_retries=RETRIES)
    except Exception:  # each provider's package has its own errors, and their words may hold a key
        raise ModelFailure(Reason.MISSING) from None


def _messages(prompt: Prompt) -> list[BaseMessage]:
    """Data is a message of its own and never part of a template: braces in it mean nothing."""
    from langchain_core.messages import HumanMessage, SystemMessage

    return [SystemMessage(prompt.instructions), HumanMessage(json.dumps(prompt.data, ensure_ascii=False))]


def _within(seconds: float, work: Coroutine[Any, Any, Result]) -> Result:
    future = asyncio.run_coroutine_threadsafe(_in_our_words(work), _loop())
    try:
        return future.result(timeout=max(seconds, 0))
    except OutOfTime:
        future.cancel()
        raise ModelFailure(Reason.TIMEOUT) from None


async def _in_our_words(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return await work
    except ModelFailure:
        raise
    except TimeoutError:
        raise ModelFailure(Reason.TIMEOUT) from None
    except Exception:  # as in `_open_chat`: providers share no error, and their words may hold a key
        raise ModelFailure(Reason.ERROR) from None


def _loop() -> asyncio.AbstractEventLoop:
    with STARTING:
        return _start_loop()


@cache
def _start_loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language-model", daemon=True).start()
    return loop
