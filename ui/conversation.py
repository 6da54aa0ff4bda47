"""One person's conversation and what the evidence side shows: a value that every event turns into the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.model import Answer, Citation

LONGEST_QUESTION = 500  # characters

Ask = Callable[[str, Sequence[str]], Answer]
"""Question and the questions before it → answer."""


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


@dataclass(frozen=True, slots=True)
class Conversation:
    turns: tuple[Turn, ...] = ()
    shown: int = -1  # the turn whose evidence is on view
    open_page: OpenPage | None = None

    @property
    def shown_answer(self) -> Answer | None:
        return self.turns[self.shown].answer if self.turns else None

    def ask(self, question: str, answer: Ask) -> Conversation:
        """The conversation with one more turn, its first citation open."""
        turn = Turn(question, answer(question, [turn.question for turn in self.turns]))
        first = _most_telling(turn.answer)
        return Conversation((*self.turns, turn), len(self.turns), OpenPage(first, first.page) if first else None)

    def cite(self, turn: int, n: int) -> Conversation:
        """Open citation [n] of a turn; the numbers come from a browser, so unknown ones change nothing."""
        if not 0 <= turn < len(self.turns):
            return self
        citation = next((c for c in self.turns[turn].answer.citations if c.n == n), None)
        return replace(self, shown=turn, open_page=OpenPage(citation, citation.page)) if citation else self

    def turn_page(self, step: int, pages: int) -> Conversation:
        """Go forward or back in the open document, which has so many pages."""
        if self.open_page is None:
            return self
        page = min(max(self.open_page.page + step, 1), max(pages, 1))
        return replace(self, open_page=replace(self.open_page, page=page))


def _most_telling(answer: Answer) -> Citation | None:
    """A cell that the first figure cites, since a boxed cell says most; else whatever is cited first."""
    wanted = answer.figures[0].citations if answer.figures else ()
    cited = [c for c in answer.citations if c.n in wanted] or list(answer.citations)
    return next((c for c in cited if c.kind == "cell" and c.bbox), cited[0] if cited else None)
