"""An answer that stands already, said in a sentence or two by the language model.

What code says stays as it is and comes below; above it come the model's sentences that pass the guard, with figures and
marks put in by code. Where the figure asked for is not among them, none are shown, and a line says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rag.citing import marks
from rag.consultation import Consultation
from rag.guard import FIGURE, MARK, Guard, item_forms
from rag.language_model import Prompt, Reason, instructions
from rag.model import Answer, Citation, Figure, Status, StoredDocument
from rag.wording import Wording, escape, shorten

MOST_FIGURES = 20
MOST_EVIDENCE = 30
LONGEST_QUOTE = 400
TOKEN = re.compile(rf"({FIGURE.pattern}|{MARK.pattern})".replace(r"(\d", r"(?:\d"))
EDGES = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)


def reword(answer: Answer, language: str, documents: Sequence[StoredDocument], consultation: Consultation) -> Answer:
    """The answer, worded by the model where that is possible; its figures, citations and checks never change."""
    if consultation.is_open and answer.status is Status.ANSWERED and answer.citations:
        reply = consultation.write(Prompt(instructions(f"reword.{language}"), evidence_json(answer, language)))
        if reply is not None:
            answer = _with_wording(answer, Guard(answer, documents).keep(reply), consultation)
    return consultation.sign(answer, language)


def _with_wording(answer: Answer, sentences: Sequence[str], consultation: Consultation) -> Answer:
    said = {int(n) for sentence in sentences for n in FIGURE.findall(sentence)}
    if not sentences or (answer.figures and 1 not in said):
        consultation.reject(Reason.UNSUPPORTED)
        return answer
    consultation.accept()
    lead = "\n\n".join(filled_in(sentence, answer.figures) for sentence in sentences)
    return replace(answer, text=f"{lead}\n\n{answer.text}")


def filled_in(sentence: str, figures: Sequence[Figure]) -> str:
    """{F1} → **4.00 万元**, with its first mark where the sentence has none of its marks; all else is escaped."""
    marked = {int(n) for n in MARK.findall(sentence)}
    return "".join(_piece(piece, figures, marked) for piece in TOKEN.split(sentence) if piece)


def _piece(piece: str, figures: Sequence[Figure], marked: set[int]) -> str:
    if placeholder := FIGURE.fullmatch(piece):
        figure = figures[int(placeholder[1]) - 1]
        own = () if marked & set(figure.citations) else figure.citations[:1]
        return f"**{figure.value} {figure.unit}".rstrip() + f"**{marks(own)}"
    if MARK.fullmatch(piece):
        return piece
    edges = EDGES.fullmatch(piece)
    assert edges is not None  # it matches everything
    return f"{edges[1]}{escape(edges[2])}{edges[3]}"


def evidence_json(answer: Answer, language: str) -> dict[str, Any]:
    """What the model is told: the question, the figures by id, and the quotations by number."""
    wording = Wording(language)
    figures = enumerate(answer.figures[:MOST_FIGURES], start=1)
    return {
        "question": answer.question,
        "figures": [_figure_json(n, figure, wording) for n, figure in figures],
        "evidence": [_citation_json(citation) for citation in answer.citations[:MOST_EVIDENCE]],
    }


def _figure_json(n: int, figure: Figure, wording: Wording) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": f"F{n}",
        "agency": figure.agency,
        "year": figure.year,
        "phase": wording.phase(figure.phase),
        "item": figure.item,
        "measure": figure.measure,
        "value": figure.value,
        "unit": figure.unit,
        "citations": list(figure.citations),
    }
    latin = [form for form in item_forms(figure) if form.isascii() and form]
    return told | ({"english": min(latin)} if latin and wording.language == "en" else {})


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "document": citation.document,
        "page": citation.page,
        "table": citation.table,
        "row": citation.row,
        "quote": shorten(citation.quote, LONGEST_QUOTE),
    }
