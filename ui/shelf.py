"""What is loaded, what became of new files, and questions that the loaded documents can answer. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from typing import Protocol

from extractors.model import Fact
from rag.ingest import FileReport, IngestReport
from rag.model import StoredDocument, StoredFact
from ui.markup import element, table
from ui.replies import question_buttons
from ui.texts import Texts

COLUMNS = ("document", "agency", "year", "phase", "level", "pages", "tables", "facts", "unread", "state")


class Figures(Protocol):
    """The part of a library that tells whether it holds a figure."""

    def documents(self) -> list[StoredDocument]: ...

    def facts(
        self, *, document_ids: Collection[str] | None = None, items: Collection[str | None] | None = None
    ) -> list[StoredFact]: ...


def documents_html(documents: Sequence[StoredDocument], texts: Texts) -> str:
    title = element("h3", escape(texts("library.title")))
    if not documents:
        return title + element("p", escape(texts("library.empty")), class_="mz-empty")
    headings = [escape(texts(f"library.{column}")) for column in COLUMNS]
    return title + table(headings, [_document_row(document, texts) for document in documents])


def _document_row(document: StoredDocument, texts: Texts) -> list[str]:
    state = texts(f"library.states.{document.status}")
    missing = len(document.statements_missing)
    notes = [*document.warnings, *([texts("library.missing", count=missing)] if missing else [])]
    return [
        escape(document.file_name),
        escape(document.agency),
        str(document.year or ""),
        escape(texts(f"phase.{document.phase}")),
        escape(texts(f"level.{document.level}")),
        *(str(count) for count in (document.pages, document.tables, document.facts, document.unread)),
        element("span", escape(state), title=" ".join(notes)) + "".join(element("small", escape(n)) for n in notes),
    ]


def ingest_html(report: IngestReport, texts: Texts) -> str:
    """Every file with what became of it; a reason where it was not read whole."""
    items = (_file_line(file, texts) for file in report.files)
    return element("h3", escape(texts("ingest.title"))) + element("ul", *items, class_="mz-files")


def _file_line(file: FileReport, texts: Texts) -> str:
    counts = texts("ingest.line", pages=file.pages, tables=file.tables, facts=file.facts) if file.is_stored else ""
    status = element("b", escape(texts(f"ingest.status.{file.status}")), class_=f"mz-badge mz-{file.status}")
    return element(
        "li", status, " ", escape(file.file), *(element("small", escape(t)) for t in (counts, file.reason) if t)
    )


def welcome_html(library: Figures, texts: Texts) -> str:
    """What to do first: example questions where there is something to ask."""
    if not library.documents():
        return element("p", escape(texts("welcome_empty")), class_="mz-empty")
    questions = example_questions(library, texts)
    examples = element("p", escape(texts("examples")), class_="mz-small") + question_buttons(questions)
    return element("div", element("p", escape(texts("welcome"))), examples if questions else "", class_="mz-welcome")


def example_questions(library: Figures, texts: Texts) -> tuple[str, ...]:
    """The questions of the texts, each for the first document that states its figure, different documents first."""
    asked: list[str] = []
    used: set[str] = set()
    for example in texts.look_up("example_questions"):
        candidates = [d for d in library.documents() if d.phase == example["phase"] and d.year and d.agency]
        for document in sorted(candidates, key=lambda d: d.id in used):
            facts = library.facts(document_ids=[document.id], items=[example["item"]])
            if any(_is_figure(stored.fact) for stored in facts):
                asked.append(
                    example["text"].format(agency=short_name(document, library.documents()), year=document.year)
                )
                used.add(document.id)
                break
    return tuple(asked)


def _is_figure(fact: Fact) -> bool:
    return fact.amount is not None and fact.amount.value != 0


def short_name(document: StoredDocument, documents: Sequence[StoredDocument]) -> str:
    """The shortest of the agency's names that cannot mean another loaded agency."""
    others = [name for other in documents if other.agency != document.agency for name in (other.agency, *other.aliases)]
    own = (name for name in document.aliases if name and not any(name in other for other in others))
    return min((document.agency, *own), key=len)
