"""What a user sets outside the command line. The environment is read here and nowhere else in `rag`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_LIBRARY = Path("library")


@dataclass(frozen=True, slots=True)
class Settings:
    library: Path = DEFAULT_LIBRARY
    model: str | None = None  # "provider:name" as LangChain's init_chat_model takes it; None: no language model
    embedding: str | None = None  # a sentence-transformers model's name or folder; None: the one that ships with us

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """An empty variable is the same as none."""
        return cls(
            library=Path(environment.get("MINGZHANG_LIBRARY") or DEFAULT_LIBRARY),
            model=environment.get("MINGZHANG_MODEL") or None,
            embedding=environment.get("MINGZHANG_EMBEDDING") or None,
        )
