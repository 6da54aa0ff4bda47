"""Which sentences of a language model may stand beside an answer: those that its evidence explains to the last word.

1. reply → sentences → segments, each of which ends with the clause of one figure's placeholder
2. a segment with a figure {F1} may hold that figure's own names, year, publication, measure, pages, and plain words;
   what tells the answer's figures apart must be said; its marks [1] are the figure's own
3. a segment without one says no more than the quotations that it cites
4. one segment that fails takes its sentence with it
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from extractors.taxonomy import load_taxonomy
from rag.model import Answer, Citation, Figure, StoredDocument
from rag.residue import (
    YEAR,
    follows_from,
    is_plain_text,
    load_words,
    plain,
    unexplained,
    without_names,
    without_places,
)

FIGURE = re.compile(r"\{F(\d{1,3})\}")
MARK = re.compile(r"\[(\d{1,3})\]")
THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
LATE_MARKS = re.compile(r"([。.！!？?；;])((?:\s*\[\d{1,3}\])+)")
LINE_START = re.compile(r"^\s*(?:[-*•]\s+)?", re.MULTILINE)
SENTENCE = re.compile(r".+?(?:[。！？!?；;]|\.(?=\s|$)|$)", re.MULTILINE)
CLAUSE = re.compile(r"[^，,、：:]+[，,、：:]?")
MOST_SENTENCES = 8
SHORTEST_NAME = 3  # characters of the end of an agency's name that may stand for it


@dataclass(frozen=True, slots=True)
class Segment:
    text: str  # without placeholders and marks
    figures: tuple[int, ...]  # the n of {Fn}
    marks: tuple[int, ...]


class Guard:
    def __init__(self, answer: Answer, documents: Iterable[StoredDocument]) -> None:
        self._figures = dict(enumerate(answer.figures, start=1))
        self._citations = {citation.n: citation for citation in answer.citations}
        self._agencies = {document.id: (document.agency, *document.aliases) for document in documents}
        self._varying = [told for told in TOLD_APART if len({told.of(f) for f in answer.figures}) > 1]

    def keep(self, reply: str) -> list[str]:
        """The sentences that may be shown, their placeholders and marks still in them."""
        sentences = list(dict.fromkeys(split_sentences(reply)))[:MOST_SENTENCES]
        return [sentence for sentence in map(self._without_units, sentences) if self._may_stand(sentence)]

    def _without_units(self, sentence: str) -> str:
        """A unit written again after the figure that brings it along; another unit stays, and fails."""
        for n, figure in self._figures.items():
            if figure.unit:
                sentence = re.sub(rf"(\{{F{n}\}})\s*{re.escape(figure.unit)}", r"\1", sentence)
        return sentence

    def _may_stand(self, sentence: str) -> bool:
        if not is_plain_text(MARK.sub("", FIGURE.sub("", sentence))):
            return False
        segments = split_segments(sentence)
        refers = any(segment.figures or segment.marks for segment in segments)
        return refers and all(self._is_supported(segment) for segment in segments)

    def _is_supported(self, segment: Segment) -> bool:
        if any(n not in self._figures for n in segment.figures) or any(n not in self._citations for n in segment.marks):
            return False
        if not segment.figures:
            return self._is_quoted(segment)
        figure = self._figures[segment.figures[0]]
        return len(segment.figures) == 1 and self._fits(segment, figure)

    def _fits(self, segment: Segment, figure: Figure) -> bool:
        cited = [self._citations[n] for n in figure.citations if n in self._citations]
        if not set(segment.marks) <= {citation.n for citation in cited}:
            return False
        text = plain(segment.text)
        agency = self._agency_forms(figure)
        item = item_forms(figure)
        measure = () if _goes_without_saying(figure) else (figure.measure,)
        if measure and plain(figure.measure) not in text:
            return False
        if any(not told.is_said(text, figure, agency, item) for told in self._varying):
            return False
        rest = without_names(text, [*_titles(cited), *measure])
        rest = without_names(rest, [*agency, *item, *load_words().phases[figure.phase.value]])
        years = {figure.year} if figure.year else set()
        return not unexplained(without_places(rest, years, {citation.page for citation in cited}))

    def _agency_forms(self, figure: Figure) -> set[str]:
        """The figure's agency by any name, or by the end of one that belongs to no other figure's agency."""
        others = [f.agency for f in self._figures.values() if f.agency != figure.agency]
        names = {figure.agency}.union(*(known for known in self._agencies.values() if figure.agency in known))
        forms = {name[start:] for name in names for start in range(max(len(name) - SHORTEST_NAME, 0) + 1)}
        return {form for form in forms if not any(other.endswith(form) for other in others)}

    def _is_quoted(self, segment: Segment) -> bool:
        """Without a mark there is nothing that it could rest on, so that it must say nothing."""
        cited = [self._citations[n] for n in segment.marks]
        agencies = [name for citation in cited for name in self._agencies.get(citation.document_id, ())]
        text = without_names(plain(segment.text), [*_titles(cited), *agencies])
        if not cited:
            return not unexplained(text)
        evidence = plain(" ".join(part for c in cited for part in (c.quote, c.table or "", c.row or "")))
        years = {int(year) for year in YEAR.findall(evidence)}
        return follows_from(without_places(text, years, {citation.page for citation in cited}), evidence)


def split_sentences(reply: str) -> Iterator[str]:
    text = LINE_START.sub("", THOUGHTS.sub("", reply).replace("**", ""))
    for match in SENTENCE.finditer(LATE_MARKS.sub(r"\2\1", text)):
        if match[0].strip():
            yield match[0].strip()


def split_segments(sentence: str) -> list[Segment]:
    """A clause without a figure belongs to the figure after it; those after the last figure stand alone."""
    segments: list[Segment] = []
    waiting = ""
    for clause in CLAUSE.findall(sentence):
        waiting += clause
        if FIGURE.search(clause):
            segments.append(_segment(waiting))
            waiting = ""
    return [*segments, _segment(waiting)] if waiting else segments


def _segment(text: str) -> Segment:
    figures = tuple(int(n) for n in FIGURE.findall(text))
    marks = tuple(int(n) for n in MARK.findall(text))
    return Segment(MARK.sub(" ", FIGURE.sub(" ", text)), figures, marks)


def _titles(citations: Sequence[Citation]) -> list[str]:
    """Tables and documents by their whole names."""
    return [name for c in citations for name in (c.table or "", c.document, PurePath(c.document).stem)]


def item_forms(figure: Figure) -> set[str]:
    item = load_taxonomy().find(figure.item)
    return {figure.item, *((item.name, item.english, *item.aliases) if item else ())}


def _goes_without_saying(figure: Figure) -> bool:
    return figure.measure in load_words().plain_measures[figure.phase.value]


@dataclass(frozen=True, slots=True)
class Told:
    """Something in which the figures of an answer may differ, and whether a text says which one it is."""

    of: Callable[[Figure], object]
    is_said: Callable[[str, Figure, Collection[str], Collection[str]], bool]


def _names_any(text: str, names: Iterable[str]) -> bool:
    return any(plain(name) in text for name in names if name)


TOLD_APART = (
    Told(lambda f: f.agency, lambda text, f, agency, item: _names_any(text, agency)),
    Told(lambda f: f.item, lambda text, f, agency, item: _names_any(text, item)),
    Told(lambda f: f.year, lambda text, f, agency, item: str(f.year) in text),
    Told(lambda f: f.phase, lambda text, f, agency, item: _names_any(text, load_words().phases[f.phase.value])),
    Told(lambda f: f.measure, lambda text, f, agency, item: plain(f.measure) in text),
)
