"""The answer to “what does not add up?”: every finding of the documents meant, or how many there are in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rag.audit import Audit, audit_documents
from rag.citing import Citing, marks
from rag.disclosures import select_disclosures
from rag.findings import Finding, ledger_of
from rag.model import Answer, Status, StoredDocument, Verdict
from rag.query import Query
from rag.telling import Teller
from rag.wording import Wording, escape

if TYPE_CHECKING:
    from rag.library import Library

FEW_DOCUMENTS = 3  # so many are told in full when none was named
MOST_LINES = 60


def audit_asked(query: Query, library: Library) -> Audit:
    """The documents that a question is about: of the agencies, years, phase and level that it names, else all."""
    disclosures = select_disclosures(query, library.documents())
    meant = [d for d in disclosures if not query.years or d.year in query.years]
    meant = [d for d in meant if not query.phase_stated or d.phase is query.phase]
    documents = [document for disclosure in meant for document in disclosure.documents]
    return audit_documents(library, documents, over_years=bool(query.agencies))


def tell_audit(query: Query, audited: Audit, loaded: Sequence[StoredDocument], wording: Wording) -> Answer | None:
    """None where no document that is loaded is meant."""
    if not audited.documents:
        return None
    teller = Teller(wording, Citing(loaded))
    shown = {document.id: _asked_about(query, audited, document) for document in audited.documents}
    in_full = bool(query.agencies) or len(shown) <= FEW_DOCUMENTS
    tell = _in_full if in_full else _counted
    lines = tell(query, audited, shown, teller)
    found = [finding for findings in shown.values() for finding in findings if in_full or finding.status == "differs"]
    checks = tuple(teller.check(finding, beside=False) for finding in found)  # adds to the citations
    return Answer(
        question=query.question,
        status=Status.ANSWERED,
        text="\n\n".join(lines),
        verdict=Verdict.CONFLICT if any(f.status == "differs" for f in found) else Verdict.NONE,
        citations=tuple(teller.citing.citations),
        checks=checks,
        query=query.to_json(),
    )


def _asked_about(query: Query, audited: Audit, document: StoredDocument) -> list[Finding]:
    """The document's findings, of the items that the question names, the certain ones first."""
    items = {target.key for target in query.targets if target.key}
    names = [target.name for target in query.targets if target.key]
    found = [
        finding
        for finding in audited.findings_in(document)
        if not items
        or any(name in finding.subject for name in names)
        or any(side.stored is not None and side.stored.fact.item in items for side in finding.sides)
    ]
    return sorted(found, key=lambda finding: finding.status != "differs")


Shown = dict[str, list[Finding]]
"""What is told of each document, by its id."""


def _in_full(query: Query, audited: Audit, shown: Shown, teller: Teller) -> list[str]:
    """Every finding of each publication; of its other files, which mostly say the same, only how many."""
    lines: list[str] = []
    told: set[tuple[object, ...]] = set()
    for document in audited.documents:
        publication = (document.agency, document.year, document.phase, document.level)
        if document.agency and publication in told:
            certain = _certain(shown[document.id])
            about = _about(query, document, teller.wording)
            lines.append(
                teller.wording.say("audit_edition", count=len(certain), marks=_marks(certain, teller), **about)
            )
        else:
            lines += _document(query, document, shown[document.id], teller)
            lines.append(_ledger(audited, [document], teller.wording))
        told.add(publication)
    return lines


def _document(query: Query, document: StoredDocument, findings: Sequence[Finding], teller: Teller) -> list[str]:
    say, about, certain = teller.wording.say, _about(query, document, teller.wording), _certain(findings)
    undecided = [finding for finding in findings if finding not in certain]
    lines = [say("audit_found", count=len(certain), **about) if certain else say("audit_clean", **about)]
    if certain:
        lines.append(_list(map(teller.sentence, certain)))
    if undecided:
        lines += [say("audit_undecided"), _list(map(teller.sentence, undecided))]
    return lines


def _certain(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.status == "differs"]


def _marks(findings: Iterable[Finding], teller: Teller) -> str:
    """Where each of them is stated."""
    return marks(teller.citing.side(finding.places[0]) for finding in findings)


def _counted(query: Query, audited: Audit, shown: Shown, teller: Teller) -> list[str]:
    """A line for every document in which something does not add up, the most first."""
    say = teller.wording.say
    certain = {document.id: _certain(shown[document.id]) for document in audited.documents}
    wrong = sorted((d for d in audited.documents if certain[d.id]), key=lambda d: -len(certain[d.id]))
    lines = [
        say("audit_all", documents=len(certain), count=sum(map(len, certain.values())), wrong=len(wrong)),
        _list(
            say(
                "audit_count",
                count=len(certain[document.id]),
                marks=_marks(certain[document.id], teller),
                **_about(query, document, teller.wording),
            )
            for document in wrong[:MOST_LINES]
        ),
    ]
    if len(wrong) > MOST_LINES:
        lines.append(say("audit_more", count=len(wrong) - MOST_LINES))
    return [*filter(None, lines), _ledger(audited, audited.documents, teller.wording)]


def _about(query: Query, document: StoredDocument, wording: Wording) -> dict[str, str]:
    items = wording.join([escape(target.name) for target in query.targets if target.key])
    return {
        "agency": escape(document.agency or document.file_name),
        "period": wording.period(document.year, document.phase),
        "document": escape(document.file_name),
        "item": wording.say("audit_item", item=items) if items else "",
    }


def _ledger(audited: Audit, documents: Sequence[StoredDocument], wording: Wording) -> str:
    ledger = ledger_of(tally for document in documents for tally in audited.tallies[document.id])
    made = ledger.held + ledger.rounding + ledger.differed
    unread = wording.say("audit_unread", count=ledger.unread) if ledger.unread else ""
    return wording.say(
        "audit_ledger",
        made=made,
        held=ledger.held,
        rounding=ledger.rounding,
        differed=ledger.differed,
        not_made=ledger.not_made,
        unread=unread,
    )


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
