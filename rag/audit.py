"""What does not add up in the library: every document checked by itself, then against those of its neighbouring years.

documents → checks (extractors.checks) → findings, said in a sentence, and a ledger of all that was and was not checked
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from extractors.checks import Check, Document, Outcome, Place, Rule, Words, check_document, load_book
from extractors.model import BBox, Fact, Identity, Source
from rag.audit_series import check_series
from rag.audit_wording import Sentences, say
from rag.library import Library
from rag.model import StoredDocument

READING = "reading"
"""The ledger's line for what was seen in the document and not understood."""
LEFTOVERS = frozenset({"placeholder", "open_choice", "template_note"})
"""Rules whose findings in one document are one finding with many places."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place of a finding. `role` is "stated" or "derived"; `page` and `bbox` as everywhere."""

    document: StoredDocument
    page: int
    bbox: BBox | None
    quote: str
    name: str
    role: str

    def to_json(self) -> dict[str, Any]:
        return {
            "document": self.document.file_name,
            "document_id": self.document.id,
            "page": self.page,
            "bbox": [round(edge, 2) for edge in self.bbox] if self.bbox else [0, 0, 0, 0],
            "quote": self.quote,
            "name": self.name,
            "role": self.role,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """`status` is differs, rounding, or undecided: a difference that can have a reason, or rests on a picture."""

    document: StoredDocument
    rule: Rule
    status: str
    message: Sentences
    check: Check
    citations: tuple[Citation, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "document": self.document.file_name,
            "document_id": self.document.id,
            "kind": self.rule.kind,
            "status": self.status,
            "rule": self.rule.key,
            "rule_zh": self.rule.chinese,
            "rule_en": self.rule.english,
            "message": self.message.chinese,
            "message_en": self.message.english,
            "stated": self.check.stated,
            "expected": self.check.expected,
            "formula": self.check.formula,
            "allowed": _decimal(self.check.allowed),
            "citations": [citation.to_json() for citation in self.citations],
        }

    def is_about(self, fact: Fact) -> bool:
        """Whether the figure takes part in it."""
        return any(figure.fact == fact for figure in self.check.figures)


@dataclass(frozen=True, slots=True)
class Coverage:
    document: StoredDocument
    rule: str
    outcome: str
    count: int

    def to_json(self) -> dict[str, Any]:
        return {"document": self.document.file_name, "document_id": self.document.id, "rule": self.rule,
                "outcome": self.outcome, "count": self.count}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Audit:
    documents: tuple[StoredDocument, ...]
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]

    @property
    def contradictions(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.status == "differs"]

    def to_json(self) -> dict[str, Any]:
        return {
            "version": program_version(),
            "findings": [finding.to_json() for finding in self.findings],
            "coverage": [line.to_json() for line in self.coverage],
        }


def audit(library: Library, names: Iterable[str] = ()) -> Audit:
    """The named documents, or all; `names` are as Library.document takes them."""
    chosen = [library.document(name) for name in names] or library.documents()
    checked = {document.id: (document, load_document(library, document)) for document in chosen}
    findings: list[Finding] = []
    coverage: list[Coverage] = []
    for document, loaded in checked.values():
        checks = check_document(loaded)
        findings += findings_of(document, checks)
        coverage += _ledger(document, loaded, checks)
    for series in check_series(list(checked.values())):
        findings += findings_of(series.document, [series.check], series.sources)
        coverage.append(Coverage(series.document, series.check.rule, series.check.outcome.value, 1))
    return Audit(tuple(chosen), tuple(findings), tuple(_added_up(coverage)))


def audit_document(library: Library, document: StoredDocument) -> tuple[Finding, ...]:
    """What contradicts itself in one document."""
    return tuple(findings_of(document, check_document(load_document(library, document))))


def load_document(library: Library, document: StoredDocument) -> Document:
    """The document as the checks see it, from what the library keeps of it."""
    identity = Identity(
        document.agency, document.aliases, document.place, document.year, document.phase, document.level
    )
    words = [
        Words(line, passage.page, passage.boxes[0][1] if passage.boxes else None, tuple(passage.section.split(" › ")))
        for passage in library.passages(document.id)
        if passage.kind == "prose"
        for line in passage.text.splitlines()
    ]
    return Document(
        identity=identity,
        tables=library.extraction_tables(document.id),
        facts=[stored.fact for stored in library.facts(document_ids=[document.id])],
        changes=[change for _, change in library.changes(document_ids=[document.id])],
        words=words,
        unread=library.unread(document.id),
    )


def findings_of(
    document: StoredDocument, checks: Iterable[Check], sources: Sequence[StoredDocument] = ()
) -> list[Finding]:
    """Differences and roundings; what is one and the same is told once, with all its places."""
    groups: dict[tuple[object, ...], list[Check]] = {}
    for check in checks:
        if check.outcome in (Outcome.DIFFERS, Outcome.ROUNDING):
            groups.setdefault(_sameness(check), []).append(check)
    return [_finding(document, group, sources) for group in groups.values()]


def _sameness(check: Check) -> tuple[object, ...]:
    if check.rule in LEFTOVERS:
        return (check.rule, check.outcome)
    table = check.figures[0].fact.table if check.figures else None
    quote = check.places[0].quote if check.places else ""
    return (check.rule, check.outcome, check.stated, check.expected, check.formula, quote, table)


def _finding(document: StoredDocument, group: Sequence[Check], sources: Sequence[StoredDocument]) -> Finding:
    first = group[0]
    rule = load_book().rules[first.rule]
    status = _status(first, rule)
    citations: dict[tuple[object, ...], Citation] = {}
    for check in group:
        for i, place in enumerate(check.places):
            owner = sources[i] if i < len(sources) else document
            role = "stated" if i == 0 or rule.key in LEFTOVERS else "derived"
            citations.setdefault((owner.id, place.page, place.bbox, place.quote), _citation(owner, place, role))
    return Finding(document, rule, status, say(rule, first, len(citations)), first, tuple(citations.values()))


def _status(check: Check, rule: Rule) -> str:
    """A figure recognised in a picture may have been misread: then nothing is certain."""
    if check.outcome is Outcome.ROUNDING:
        return "rounding"
    is_recognised = any(figure.fact.source is Source.OCR for figure in check.figures)
    return "differs" if rule.is_hard and not is_recognised else "undecided"


def _citation(document: StoredDocument, place: Place, role: str) -> Citation:
    return Citation(document, place.page, place.bbox, place.quote, place.name, role)


def _ledger(document: StoredDocument, loaded: Document, checks: Iterable[Check]) -> list[Coverage]:
    """Every rule has its lines: those that were never made say why."""
    made = Counter((check.rule, check.outcome.value) for check in checks)
    rules = {rule for rule, _ in made}
    for rule in load_book().rules.values():
        if rule.key not in rules and rule.operation != "series":
            applies = rule.applies_to(document.phase)
            made[rule.key, (Outcome.NOT_ENOUGH_DATA if applies else Outcome.NOT_APPLICABLE).value] += 1
    if loaded.unread:
        made[READING, Outcome.COULD_NOT_READ.value] += len(loaded.unread)
    return [Coverage(document, rule, outcome, count) for (rule, outcome), count in sorted(made.items())]


def _added_up(coverage: Iterable[Coverage]) -> list[Coverage]:
    counts: Counter[tuple[str, str, str]] = Counter()
    documents: dict[str, StoredDocument] = {}
    for line in coverage:
        documents[line.document.id] = line.document
        counts[line.document.id, line.rule, line.outcome] += line.count
    return [Coverage(documents[id], rule, outcome, count) for (id, rule, outcome), count in counts.items()]


def program_version() -> str:
    try:
        return version("mingzhang")
    except PackageNotFoundError:  # run from the source tree without being installed
        return "source"


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
