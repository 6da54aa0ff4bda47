"""One answer's dealings with the language model: one budget of seconds for all, no second try after a failure."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from rag.language_model import LanguageModel, ModelFailure, Prompt, Reason
from rag.lexicon import read_data
from rag.model import Answer

Result = TypeVar("Result")


class Consultation:
    """Without a model every question to it is answered by None, and nothing is said about it."""

    def __init__(self, model: LanguageModel | None) -> None:
        self._model = model
        self._deadline = time.monotonic() + (model.seconds if model else 0)
        self._failure: Reason | None = None
        self._helped = False

    @property
    def is_open(self) -> bool:
        return self._model is not None and self._failure is None

    def write(self, prompt: Prompt) -> str | None:
        return self._ask(lambda model, seconds: model.write(prompt, seconds))

    def fill(self, prompt: Prompt, form: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return self._ask(lambda model, seconds: model.fill(prompt, form, seconds))

    def accept(self) -> None:
        """What the model gave went into the answer."""
        self._helped = True

    def reject(self, reason: Reason) -> None:
        """What the model gave cannot be used."""
        self._failure = reason

    def sign(self, answer: Answer, language: str) -> Answer:
        """The answer with the model's name where it helped, and with a line saying why where it did not."""
        if self._failure:
            note = say("not_used", language).format(reason=_texts()["reasons"][self._failure.value][language])
            answer = replace(answer, text=f"{answer.text}\n\n{note}")
        return replace(answer, model=self._model.name) if self._model and self._helped else answer

    def _ask(self, question: Callable[[LanguageModel, float], Result]) -> Result | None:
        if self._model is None or self._failure is not None:
            return None
        try:
            return question(self._model, self._deadline - time.monotonic())
        except ModelFailure as failure:
            self._failure = failure.reason
            return None


def say(key: str, language: str) -> str:
    return str(_texts()[key][language])


@cache
def _texts() -> dict[str, Any]:
    return read_data("language_model.yaml")
