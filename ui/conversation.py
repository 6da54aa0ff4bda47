"""One person's conversation and what the evidence side shows: a value that every event turns into the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from extractors.model import BBox
from rag.answer import OnStep
from rag.model import Answer, Citation
from ui.links import Link

LONGEST_QUESTION = 500  # characters


class Ask(Protocol):
    """Question and the questions before it → answer; `on_step` is told of every step."""

    def __call__(self, question: str, turns: Sequence[str], on_step: OnStep = ...) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Turn:
    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The page on view: the citation that led to its document, and the page, which may be another by now."""

    citation: Citation
    page: int

    @property
    def shows_the_place(self) -> bool:
        return self.page == self.citation.page

    @property
    def box(self) -> BBox | None:
        """What is marked on the page."""
        return self.citation.bbox if self.shows_the_place else None

    def turned(self, step: int, pages: int) -> OpenPage:
        """So many pages on or back, within a document of so many pages."""
        return replace(self, page=min(max(self.page + step, 1), max(pages, 1)))


@dataclass(frozen=True, slots=True)
class Conversation:
    turns: tuple[Turn, ...] = ()
    shown: int = -1  # the turn whose evidence is on view
    open_page: OpenPage | None = None

    @property
    def shown_answer(self) -> Answer | None:
        return self.turns[self.shown].answer if self.turns else None

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(turn.question for turn in self.turns)

    @property
    def link(self) -> Link:
        """Leads back to the shown answer, what was asked before it, and the page on view."""
        opened = self.open_page
        asked = self.questions[: self.shown + 1]
        if opened is None:
            return Link(asked)
        return Link(asked, opened.citation.document_id, opened.page, opened.citation.n)

    def answered(self, question: str, answer: Answer) -> Conversation:
        """The conversation with one more turn, its first citation open."""
        first = _most_telling(answer)
        return Conversation(
            (*self.turns, Turn(question, answer)), len(self.turns), OpenPage(first, first.page) if first else None
        )

    def cite(self, turn: int, n: int) -> Conversation:
        """Open citation [n] of a turn; the numbers come from a browser, so unknown ones change nothing."""
        if not 0 <= turn < len(self.turns):
            return self
        citation = next((c for c in self.turns[turn].answer.citations if c.n == n), None)
        return replace(self, shown=turn, open_page=OpenPage(citation, citation.page)) if citation else self

    def open(self, citation: Citation, page: int) -> Conversation:
        """Open a page of the document that the citation is of."""
        return replace(self, open_page=OpenPage(citation, page))

    def turn_page(self, step: int, pages: int) -> Conversation:
        """Go forward or back in the open document, which has so many pages."""
        return replace(self, open_page=self.open_page.turned(step, pages)) if self.open_page else self


def _most_telling(answer: Answer) -> Citation | None:
    """A cell that the first figure cites, since a boxed cell says most; else whatever is cited first."""
    wanted = answer.figures[0].citations if answer.figures else ()
    cited = [c for c in answer.citations if c.n in wanted] or list(answer.citations)
    return next((c for c in cited if c.kind == "cell" and c.bbox), cited[0] if cited else None)
