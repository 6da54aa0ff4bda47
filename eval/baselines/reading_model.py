"""A language model that reads the answer from chunks: the usual way with a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from eval.baselines.chunks import Chunk
from eval.baselines.record import Json, figure, no_answer, read_answer
from rag.language_model import LanguageModel, ModelFailure, Prompt

INSTRUCTIONS = Path(__file__).parent / "prompts" / "read_chunks.md"
DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
TEXT, NUMBER = {"type": "string"}, {"type": "integer"}
FIGURE = {
    "type": "object",
    "properties": {"item": TEXT, "value": TEXT, "unit": TEXT, "chunk": NUMBER},
    "required": ["item", "value", "unit", "chunk"],
    "additionalProperties": False,
}
FORM: dict[str, Any] = {
    "title": "Reading",
    "description": "The answer to a question, read from chunks of documents",
    "type": "object",
    "properties": {
        "found": {"type": "boolean", "description": "Whether the chunks hold the answer"},
        "text": {"type": "string", "description": "The answer in a sentence or two"},
        "figures": {"type": "array", "items": FIGURE, "description": "The figures asked for, in order"},
        "chunks": {"type": "array", "items": NUMBER, "description": "Numbers of the chunks used, the best first"},
    },
    "required": ["found", "text", "figures", "chunks"],
    "additionalProperties": False,
}


def read(turns: Sequence[str], years: Sequence[int], chunks: Sequence[Chunk], model: LanguageModel) -> Json:
    """A model that fails, or finds nothing, gives no answer."""
    question = turns[-1]
    try:
        filled = model.fill(_prompt(turns, chunks), FORM, model.seconds)
    except ModelFailure as failure:
        return no_answer(question, f"模型没有给出答案：{failure.reason.value}")
    used = _used(filled, chunks)
    if filled.get("found") is not True or not used:
        return no_answer(question)
    figures = list(_figures(years, filled, chunks, used))
    return read_answer(question, str(filled.get("text") or ""), figures, [chunks[n - 1] for n in used], model.name)


def _prompt(turns: Sequence[str], chunks: Sequence[Chunk]) -> Prompt:
    shown = [
        {"chunk": n, "document": chunk.title, "page": chunk.page, "unit_before": chunk.unit, "text": chunk.text}
        for n, chunk in enumerate(chunks, start=1)
    ]
    data = {"earlier_questions": list(turns[:-1]), "question": turns[-1], "chunks": shown}
    return Prompt(INSTRUCTIONS.read_text(encoding="utf-8"), data)


def _used(filled: Mapping[str, Any], chunks: Sequence[Chunk]) -> list[int]:
    """Numbers of chunks: those of the figures first, then the others that the model names."""
    named = [one.get("chunk") for one in _objects(filled)] + list(filled.get("chunks") or [])
    return list(dict.fromkeys(n for n in named if isinstance(n, int) and 1 <= n <= len(chunks)))


def _figures(
    years: Sequence[int], filled: Mapping[str, Any], chunks: Sequence[Chunk], used: Sequence[int]
) -> Iterator[Json]:
    for one in _objects(filled):
        value = str(one.get("value") or "").replace(",", "").replace("，", "").strip()
        if DECIMAL.fullmatch(value) and one.get("chunk") in used:
            n = used.index(one["chunk"]) + 1
            unit = str(one.get("unit") or "").strip()
            yield figure(years, chunks[one["chunk"] - 1], str(one.get("item") or ""), Decimal(value), unit, n)


def _objects(filled: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    figures = filled.get("figures")
    return [one for one in figures if isinstance(one, Mapping)] if isinstance(figures, list) else []
