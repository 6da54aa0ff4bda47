"""Systems that answer from chunks; they differ in how chunks are found and in who reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from eval.baselines.chunks import Chunk
from eval.baselines.nearest_number import YEAR, find_number, in_unit
from eval.baselines.reading_model import read
from eval.baselines.record import Json, no_answer, number_answer, passages_answer
from eval.baselines.words import asked_unit, wants_number
from rag.grams import question_tokens
from rag.language_model import LanguageModel

TOP = 8  # chunks that are read
SHOWN = 3  # chunks that a question without a number is answered with
CANDIDATES = 512  # before chunks of other documents and years are left out

Find = Callable[[str, int], list[Chunk]]
"""Chunks for a question, best first, at most so many."""


def answer_from_chunks(turns: Sequence[str], find: Find, model: LanguageModel | None = None) -> Json:
    """Without a model: the number nearest to the words of the question, or the chunks themselves."""
    question = turns[-1]
    whole = " ".join(turns)
    years = asked_years(turns)
    chunks = of_years(years, of_documents(turns, find(whole, CANDIDATES)))[:TOP]
    if model:
        return read(turns, years, chunks, model)
    if not wants_number(whole):
        return passages_answer(question, chunks, SHOWN) if chunks else no_answer(question)
    found = find_number(question, chunks) or find_number(whole, chunks)
    return number_answer(question, years, in_unit(found, asked_unit(question))) if found else no_answer(question)


def of_documents(turns: Sequence[str], chunks: Sequence[Chunk]) -> list[Chunk]:
    """Those of the documents whose title shares most with the last turn, and among equals with all turns."""
    asked = [set(question_tokens(text)) for text in (turns[-1], " ".join(turns))]
    shared = {title: [len(words & _tokens(title)) for words in asked] for title in {chunk.title for chunk in chunks}}
    most = max(shared.values(), default=[])
    return [chunk for chunk in chunks if shared[chunk.title] == most]


@cache
def _tokens(title: str) -> frozenset[str]:
    return frozenset(question_tokens(title))


def asked_years(turns: Sequence[str]) -> list[int]:
    """Those that the last turn that names any names."""
    named = ([int(year.group()[:4]) for year in YEAR.finditer(turn)] for turn in reversed(turns))
    return next(filter(None, named), [])


def of_years(years: Sequence[int], chunks: Sequence[Chunk]) -> list[Chunk]:
    """Those that name one of the years, or whose title does; all where no year is asked for."""
    return [chunk for chunk in chunks if not years or any(str(year) in chunk.searched for year in years)]
