"""What a baseline found, as the record that `ask --json` prints."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from eval.baselines.chunks import Chunk
from eval.baselines.nearest_number import YEAR, Found

Json = dict[str, Any]

STATED = "single_source"
"""The verdict of a baseline's figure: one place was looked at, and it is stated without a warning."""


def number_answer(question: str, years: Sequence[int], found: Found) -> Json:
    unit = f" {found.unit}" if found.unit else ""
    text = f"{found.word}：{plain(found.value)}{unit} [1]\n\n> {found.line}"
    figures = [figure(years, found.chunk, found.word, found.value, found.unit)]
    return _record(question, "answered", text, verdict=STATED, figures=figures, chunks=[found.chunk])


def passages_answer(question: str, chunks: Sequence[Chunk], shown: int) -> Json:
    """The first chunks as they are printed; all of them cited."""
    text = "\n\n".join(f"> {chunk.text} [{n}]" for n, chunk in enumerate(chunks[:shown], start=1))
    return _record(question, "answered", text, chunks=chunks)


def read_answer(question: str, text: str, figures: Sequence[Json], chunks: Sequence[Chunk], model: str) -> Json:
    """What a language model read from the chunks."""
    verdict = STATED if figures else "none"
    return _record(question, "answered", text, verdict=verdict, figures=figures, chunks=chunks) | {"model": model}


def no_answer(question: str, reason: str = "资料中没有找到。") -> Json:
    return _record(question, "not_found", reason)


def figure(years: Sequence[int], chunk: Chunk, item: str, value: Decimal, unit: str, n: int = 1) -> Json:
    """The year is the one asked for, else the title's; the agency is whatever the title says."""
    titled = YEAR.search(chunk.title)
    return {
        "agency": chunk.title,
        "year": years[0] if years else int(titled.group()[:4]) if titled else None,
        "phase": None,
        "item": item,
        "value": plain(value),
        "unit": unit,
        "origin": "stated",
        "verdict": STATED,
        "citations": [n],
    }


def plain(value: Decimal) -> str:
    """Without exponent, and with the digits it was printed with."""
    return f"{value:f}"


def _record(
    question: str,
    status: str,
    text: str,
    *,
    verdict: str = "none",
    figures: Sequence[Json] = (),
    chunks: Sequence[Chunk] = (),
) -> Json:
    return {
        "question": question,
        "status": status,
        "text": text,
        "verdict": verdict,
        "figures": list(figures),
        "citations": [_citation(n, chunk) for n, chunk in enumerate(chunks, start=1)],
        "checks": [],
        "query": {},
        "model": None,
    }


def _citation(n: int, chunk: Chunk) -> Json:
    """A chunk knows no table, row or column."""
    return {
        "n": n,
        "document": chunk.document,
        "document_id": chunk.document_id,
        "page": chunk.page,
        "kind": "passage",
        "quote": chunk.text,
    }
