"""What does not add up in the library: every document by itself, then against those of its neighbouring years.

documents → what was found in each when it came in → what their years say of each other → findings and a ledger
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from rag.audit_series import check_series
from rag.findings import Finding, Tally
from rag.model import StoredDocument

if TYPE_CHECKING:
    from rag.library import Library


@dataclass(frozen=True, slots=True)
class Audit:
    """`tallies` hold the ledger of every document, by its id."""

    documents: tuple[StoredDocument, ...]
    findings: tuple[Finding, ...]
    tallies: dict[str, tuple[Tally, ...]]

    @property
    def contradictions(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.status == "differs"]

    def findings_in(self, document: StoredDocument) -> list[Finding]:
        """Those of one document, without the differences that printing explains."""
        return [f for f in self.findings if f.document_id == document.id and f.status != "rounding"]

    def to_json(self) -> dict[str, Any]:
        names = {document.id: document.file_name for document in self.documents}
        return {
            "version": program_version(),
            "findings": [finding.to_json(names) for finding in self.findings],
            "coverage": [
                {"document": names[id], "document_id": id, **asdict(tally)}
                for id, tallies in self.tallies.items()
                for tally in tallies
            ],
        }


def audit(library: Library, names: Iterable[str] = ()) -> Audit:
    """The named documents, or all; `names` are as Library.document takes them."""
    return audit_documents(library, [library.document(name) for name in names] or library.documents())


def audit_documents(library: Library, documents: Sequence[StoredDocument], *, over_years: bool = True) -> Audit:
    """`over_years`: also what the documents of one agency say of each other's years, which takes longer."""
    examined = library.examined([document.id for document in documents])
    findings = [finding for document in documents for finding in examined[document.id].findings]
    tallies = {document.id: list(examined[document.id].tallies) for document in documents}
    for series in check_series(library, documents) if over_years else ():
        findings += series.findings
        tallies[series.document_id] += series.tallies
    return Audit(tuple(documents), tuple(findings), {id: tuple(lines) for id, lines in tallies.items()})


def program_version() -> str:
    try:
        return version("mingzhang")
    except PackageNotFoundError:  # run from the source tree without being installed
        return "source"
