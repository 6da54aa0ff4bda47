"""What is loaded, and questions that the loaded documents can answer. Pure functions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape
from typing import Any, Protocol

from extractors.model import Fact
from extractors.statements import statement_name
from rag.model import StoredDocument, StoredFact
from ui.links import PACKAGE
from ui.markup import element, table
from ui.replies import question_buttons
from ui.sentences import tell
from ui.texts import Texts

COUNTED = ("pages", "tables", "facts", "unread")
COLUMNS = ("document", "agency", "year", "phase", "level", *COUNTED, "state")


class Figures(Protocol):
    """The part of a library that tells whether it holds a figure."""

    def documents(self) -> list[StoredDocument]: ...

    def facts(
        self, *, document_ids: Collection[str] | None = None, items: Collection[str | None] | None = None
    ) -> list[StoredFact]: ...


def documents_html(
    documents: Sequence[StoredDocument], texts: Texts, *, removable: bool = False, asking: str = ""
) -> str:
    """What is loaded, how well it was read, and what is missing; `asking` is the id of one that may be removed."""
    title = element("h3", escape(texts("library.title")))
    if not documents:
        return title + element("p", escape(texts("library.empty")), class_="mz-empty")
    headings = [escape(texts(f"library.{column}")) for column in COLUMNS]
    if removable:
        headings.append(element("span", escape(texts("shelf.remove")), class_="mz-unseen"))
    doomed = next((document for document in documents if document.id == asking), None)
    rows = [_document_row(document, texts, removable=removable) for document in documents]
    labels = [texts(f"library.{column}") if column in COUNTED else "" for column in COLUMNS]
    listed = table(headings, rows, labels=[*labels, ""])
    taken = element(
        "a", escape(texts("library.package")), href=PACKAGE, download="", title=texts("library.package_holds")
    )
    foot = element("p", taken, class_="mz-foot")
    return (_confirmation(doomed, texts) if doomed and removable else "") + title + listed + foot


def _document_row(document: StoredDocument, texts: Texts, *, removable: bool) -> list[str]:
    state = texts(f"library.states.{document.status}")
    cells = [
        element("span", escape(document.file_name), class_="mz-document") + _notes(document, texts),
        escape(document.agency),
        str(document.year or ""),
        escape(texts(f"phase.{document.phase}")),
        escape(texts(f"level.{document.level}")),
        *(str(count) for count in (document.pages, document.tables, document.facts, document.unread)),
        element("span", escape(state), class_=f"mz-badge mz-{document.status}"),
    ]
    return [*cells, _remove_button(document, texts)] if removable else cells


def _notes(document: StoredDocument, texts: Texts) -> str:
    """The quality of the reading, which tables were not found, and what the reader warned of."""
    missing = "、".join(statement_name(key) for key in document.statements_missing)
    measured = " · ".join(quality_lines(document.quality, texts))
    lines = [("", measured)] if measured else []
    if missing:
        lines.append(("mz-lacking", texts("shelf.missing", tables=missing)))
    lines += [("mz-lacking", tell(warning, texts)) for warning in document.warnings]
    items = (element("li", escape(line), **({"class_": name} if name else {})) for name, line in lines)
    return element("ul", *items, class_="mz-notes") if lines else ""


def quality_lines(quality: Mapping[str, Any], texts: Texts) -> list[str]:
    """How well a document was read (docs/reading.md); nothing where that was not measured."""
    if not quality:
        return []
    lines = []
    if quality["numeric_cells"]:
        lines.append(texts("shelf.cells", read=quality["numeric_cells_read"], cells=quality["numeric_cells"]))
    if quality["sums_made"]:
        lines.append(texts("shelf.sums", held=quality["sums_held"], sums=quality["sums_made"]))
    for text, key in (("shelf.ocr", "pages_by_ocr"), ("shelf.unread_pages", "pages_unread")):
        if quality[key]:
            lines.append(texts(text, count=quality[key]))
    return lines


def _remove_button(document: StoredDocument, texts: Texts) -> str:
    return element(
        "button",
        escape(texts("shelf.remove")),
        type="button",
        class_="mz-plain mz-danger",
        data_do="discard",
        data_id=document.id,
        aria_label=texts("shelf.remove_label", document=document.file_name),
    )


def _confirmation(document: StoredDocument, texts: Texts) -> str:
    question = texts("shelf.confirm", document=document.file_name, facts=document.facts)
    keep = element("button", escape(texts("shelf.keep")), type="button", class_="mz-plain", data_do="keep")
    remove = element(
        "button",
        escape(texts("shelf.do_remove")),
        type="button",
        class_="mz-plain mz-danger",
        data_do="confirm",
        data_id=document.id,
    )
    asked = element("p", escape(question), id="removal-question")
    return element(
        "div", asked, keep, remove, class_="mz-confirm", role="alertdialog", aria_labelledby="removal-question"
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
