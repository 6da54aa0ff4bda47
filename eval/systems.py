"""Who answers: ours, and the baselines. Each takes the turns of a question and gives the record of `ask --json`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from eval.baselines.prepared import prepared
from eval.baselines.retrieving import Find, answer_from_chunks
from eval.baselines.unchecked import answer_unchecked
from eval.costs import Preparation
from rag import Library, Settings, answer, open_model
from rag.language_model import LanguageModel

Ask = Callable[[Sequence[str]], dict[str, Any]]


class System(StrEnum):
    """Named in tables and signatures. `…-model` is the same with the configured language model."""

    OURS = "ours"
    OURS_MODEL = "ours-model"
    UNCHECKED = "unchecked"
    CHUNKS = "chunks"
    CHUNKS_MODEL = "chunks-model"
    FULL_TEXT = "full-text"

    @property
    def has_model(self) -> bool:
        return self in (System.OURS_MODEL, System.CHUNKS_MODEL)

    @property
    def is_ours(self) -> bool:
        return self in (System.OURS, System.OURS_MODEL)


WITH_MODEL = {System.OURS: System.OURS_MODEL, System.CHUNKS: System.CHUNKS_MODEL}


class NoModel(ValueError):
    """A language model is asked for, and none is configured."""


def chosen_systems(baselines: Sequence[System], settings: Settings, *, with_model: bool) -> list[System]:
    """Ours first; NoModel where a model is asked for and none is configured."""
    plain = list(dict.fromkeys([System.OURS, *baselines]))
    systems = plain + [WITH_MODEL[system] for system in plain if with_model and system in WITH_MODEL]
    for system in systems:
        model_of(system, settings)
    return systems


@dataclass(frozen=True, slots=True)
class Answering:
    """`preparation` is None where the library is taken as it is."""

    ask: Ask
    preparation: Preparation | None = None


@contextmanager
def answering(system: System, library: Library, settings: Settings, cache: Path, *, jobs: int) -> Iterator[Answering]:
    """The system over this library; what a baseline prepares is kept in `cache`."""
    model = model_of(system, settings)
    if system.is_ours:
        yield Answering(lambda turns: answer(turns[-1], library, turns=turns[:-1], model=model).to_json())
    elif system is System.UNCHECKED:
        yield Answering(lambda turns: answer_unchecked(turns, library).to_json())
    else:
        with prepared(library, cache, embedding=settings.embedding, jobs=jobs) as made:
            find = made.with_words if system is System.FULL_TEXT else made.nearest
            yield Answering(_timed(find, model), made.preparation)


def model_of(system: System, settings: Settings) -> LanguageModel | None:
    if not system.has_model:
        return None
    model = open_model(settings)
    if model is None:
        raise NoModel("No language model is configured: set MINGZHANG_MODEL, as docs/langchain.md says.")
    return model


def _timed(find: Find, model: LanguageModel | None) -> Ask:
    def ask(turns: Sequence[str]) -> dict[str, Any]:
        started = time.perf_counter()
        record = answer_from_chunks(turns, find, model)
        return record | {"elapsed_ms": round((time.perf_counter() - started) * 1000, 1)}

    return ask
