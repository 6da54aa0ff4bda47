"""Question → checked answer: the chain."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from rag.calculate import calculate
from rag.clauses import put_together, read_clauses
from rag.completion import complete
from rag.compose import compose
from rag.consultation import Consultation
from rag.conversation import understand
from rag.crosscheck import crosscheck
from rag.model import Answer, Status
from rag.project_answers import answer_about_project
from rag.project_targets import with_projects
from rag.query import Operation, Query
from rag.retrieve import retrieve
from rag.rewording import reword
from rag.tabulate import answer_with_table
from rag.traditional import simplified
from rag.understand import LONGEST_QUESTION, language_of
from rag.wording import Wording

if TYPE_CHECKING:
    from rag.language_model import LanguageModel
    from rag.library import Library


class Step(StrEnum):
    """What the chain is at, for people who wait."""

    READING = "reading"
    LOOKING_UP = "looking_up"
    CHECKING = "checking"
    WORDING = "wording"


OnStep = Callable[[Step], None]


def _untold(step: Step) -> None:
    """Nobody waits."""


def answer(
    question: str,
    library: Library,
    *,
    turns: Sequence[str] = (),
    model: LanguageModel | None = None,
    on_step: OnStep = _untold,
) -> Answer:
    """The answer to a question that may lean on earlier `turns`, from what the library holds and nothing else.

    A `model` may help to read the question and to word the answer; its figures and sources are the same without it.
    `on_step` is called as each step begins.
    """
    started = time.perf_counter()
    on_step(Step.READING)
    consultation = Consultation(model)
    read, *before = (simplified(text[:LONGEST_QUESTION]) for text in (question, *turns))
    answered = answer_with_table(read, library, before)
    answered = answered or _answer_clauses(read, library, before, consultation, on_step)
    if len(question) > LONGEST_QUESTION:
        answered = _told_as_cut(answered, question)
    return replace(
        answered,
        question=question[:LONGEST_QUESTION],
        elapsed_ms=(time.perf_counter() - started) * 1000,
    )


def _told_as_cut(answered: Answer, question: str) -> Answer:
    wording = Wording(language_of(answered.question))
    note = wording.say("question_cut", length=len(question), read=LONGEST_QUESTION)
    return replace(answered, text=f"{answered.text}\n\n{note}")


def _answer_clauses(
    question: str, library: Library, turns: Sequence[str], consultation: Consultation, on_step: OnStep
) -> Answer:
    """Every question in the question; it as a whole where one of them makes no sense by itself."""
    queries = read_clauses(question, library, turns)
    answers: list[Answer] = []
    for query in queries:
        answers.append(_answer(query, library, consultation, on_step))
        if len(queries) > 1 and answers[-1].status in (Status.AMBIGUOUS, Status.OUT_OF_SCOPE):
            return _answer(understand(question, library, turns=turns), library, consultation, on_step)
        if query.audits_items:
            looked_up = _answer(replace(query, operation=Operation.LOOKUP), library, consultation, on_step)
            answers += [looked_up] if looked_up.figures else []
    return answers[0] if len(answers) == 1 else put_together(question, answers)


def _answer(understood: Query, library: Library, consultation: Consultation, on_step: OnStep) -> Answer:
    query = with_projects(complete(understood, library, consultation), library)
    on_step(Step.LOOKING_UP)
    if about_project := answer_about_project(query, library):
        return about_project
    evidence = retrieve(query, library)
    figures = calculate(query, evidence)
    on_step(Step.CHECKING)
    checked = crosscheck(figures, evidence.contradictions)
    on_step(Step.WORDING)
    composed = compose(query, evidence, checked)
    return reword(composed, query.language, evidence.documents, consultation)
