"""An answer that may take a while, with its steps for the person who waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from rag.answer import Step
from rag.model import Answer
from ui.conversation import Ask

PATIENCE_S = 0.25  # what is done sooner needs no word on how far it is


def answer_in_steps(ask: Ask, question: str, turns: Sequence[str]) -> Iterator[Step | Answer]:
    """The steps that last, each once, then the answer; raises what asking raises."""
    reached = [Step.READING]
    told: Step | None = None
    with ThreadPoolExecutor(max_workers=1) as worker:
        answering = worker.submit(ask, question, turns, reached.append)
        while wait([answering], timeout=PATIENCE_S).not_done:
            if reached[-1] is not told:
                told = reached[-1]
                yield told
        yield answering.result()
