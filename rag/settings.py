"""What a user sets outside the command line. The environment is read here and nowhere else in `rag`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_LIBRARY = Path("library")
DEFAULT_SECONDS = 8.0
MOST_SECONDS = 600.0
METHODS = ("function_calling", "json_schema", "json_mode")  # many endpoints know only the first


class SettingsError(ValueError):
    """A variable of the environment holds what it cannot mean; the message says which, and what it may hold."""


@dataclass(frozen=True, slots=True)
class Settings:
    library: Path = DEFAULT_LIBRARY
    model: str | None = None  # "provider:name" as LangChain's init_chat_model takes it; None: no language model
    embedding: str | None = None  # a sentence-transformers model's name or folder; None: the one that ships with us
    model_seconds: float = DEFAULT_SECONDS  # that one answer may spend on the language model in all
    model_method: str = METHODS[0]  # how the language model is asked for structured output

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """An empty variable is the same as none."""
        return cls(
            library=Path(environment.get("MINGZHANG_LIBRARY") or DEFAULT_LIBRARY),
            model=_model(environment.get("MINGZHANG_MODEL", "")),
            embedding=environment.get("MINGZHANG_EMBEDDING") or None,
            model_seconds=_seconds(environment.get("MINGZHANG_MODEL_SECONDS", "")),
            model_method=_method(environment.get("MINGZHANG_MODEL_METHOD", "")),
        )


def _model(written: str) -> str | None:
    provider, _, name = written.partition(":")
    if written and not (provider and name):
        raise SettingsError("MINGZHANG_MODEL must be provider:name, for example openai:qwen-plus or ollama:qwen3.")
    return written or None


def _seconds(written: str) -> float:
    try:
        seconds = float(written or DEFAULT_SECONDS)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MOST_SECONDS:
        raise SettingsError(f"MINGZHANG_MODEL_SECONDS must be a number of seconds up to {MOST_SECONDS:g}.")
    return seconds


def _method(written: str) -> str:
    if written and written not in METHODS:
        raise SettingsError(f"MINGZHANG_MODEL_METHOD must be one of {', '.join(METHODS)}.")
    return written or METHODS[0]
