"""What only resembles the question is no answer to it: a person's pay, a figure without the words that restrict it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.citing import Citing
from rag.comparison import Checked
from rag.lexicon import load_lexicon
from rag.model import Answer, Status, Verdict
from rag.query import MUCH_MORE, Operation, Query
from rag.report import Reporter
from rag.retrieve import Evidence
from rag.second_look import asks_amount
from rag.wording import Wording, escape

SHORTEST_NAME = 3
LOOKING_UP = (Operation.LOOKUP, Operation.SUM)


def refusal(query: Query, evidence: Evidence, checked: Sequence[Checked], wording: Wording) -> Answer | None:
    """None where the figures found, or what else can be told, may answer the question."""
    if query.person and query.person not in _names_found(evidence):
        return _refused(query, wording.say("of_a_person", person=escape(query.person)), Citing(evidence.documents))
    if checked and query.operation in LOOKING_UP and asks_amount(query):
        words = [word for word in evidence.left_out if _weighs(word, query)]
        return _nearest_alone(query, evidence, checked, words, wording) if words else None
    return None


def note(query: Query, evidence: Evidence, wording: Wording) -> list[str]:
    """Says which words of the question the figures do not tell apart."""
    if query.operation not in LOOKING_UP or not evidence.left_out:
        return []
    return [wording.say("left_out", words=_quoted(evidence.left_out, wording))]


def _weighs(word: str, query: Query) -> bool:
    """Whether the word goes so far that a figure without it would answer another question."""
    is_month = any(character.isdecimal() for character in word)
    divides = load_lexicon().dividing.first(word) is not None
    return is_month or divides or len(word) >= MUCH_MORE or any(_begins_name(word, t.label) for t in query.targets)


def _begins_name(word: str, label: str) -> bool:
    """无人机 of 无人机采购费, not 实习生 of 实习生的培训费."""
    return len(word) >= SHORTEST_NAME and label.startswith(word) and not label[len(word) :].startswith("的")


def _nearest_alone(
    query: Query, evidence: Evidence, checked: Sequence[Checked], words: Sequence[str], wording: Wording
) -> Answer:
    """The figure without the words is told, but is no figure of the answer."""
    citing = Citing(evidence.documents)
    reporter = Reporter(wording, citing)
    lines = [wording.say("not_told_apart", words=_quoted(words, wording))]
    for one in checked:
        lines += [reporter.headline(one), *reporter.details(one)]
    return _refused(query, "\n\n".join(lines), citing)


def _refused(query: Query, text: str, citing: Citing) -> Answer:
    return Answer(
        question=query.question,
        status=Status.NOT_FOUND,
        text=text,
        verdict=Verdict.NONE,
        citations=tuple(citing.citations),
        query=query.to_json(),
    )


def _quoted(words: Sequence[str], wording: Wording) -> str:
    return wording.join([wording.say("quoted", word=escape(word)) for word in words])


def _names_found(evidence: Evidence) -> str:
    return " ".join(case.target.name for case in evidence.cases)
