from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from rag.answer import OnStep, Step
from rag.errors import LibraryError
from rag.model import Answer
from tests.ui.answers import ANSWER
from ui import waiting
from ui.waiting import answer_in_steps


def test_a_quick_answer_comes_alone() -> None:
    assert list(answer_in_steps(lambda question, turns, on_step: ANSWER, "问", [])) == [ANSWER]


def test_the_steps_that_last_are_told_as_they_are_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE_S", 0.001)
    told = threading.Event()

    def ask(question: str, turns: Sequence[str], on_step: OnStep) -> Answer:
        on_step(Step.LOOKING_UP)
        assert told.wait(5)
        return ANSWER

    reached: list[Step | Answer] = []
    for step in answer_in_steps(ask, "问", []):
        reached.append(step)
        if step is Step.LOOKING_UP:
            told.set()
    assert reached[-2:] == [Step.LOOKING_UP, ANSWER]


def test_what_goes_wrong_is_raised() -> None:
    def ask(question: str, turns: Sequence[str], on_step: OnStep) -> Answer:
        raise LibraryError("The database cannot be read.")

    with pytest.raises(LibraryError, match="cannot be read"):
        list(answer_in_steps(ask, "问", []))
