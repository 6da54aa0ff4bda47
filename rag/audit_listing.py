"""The audit as lines for a terminal."""

from __future__ import annotations

from collections import Counter

from rag.audit import Audit
from rag.model import StoredDocument

MADE = ("holds", "rounding", "differs")


def audit_text(audited: Audit) -> str:
    """Document by document what contradicts itself, what may have a reason, and how much was checked."""
    blocks = [_block(document, audited) for document in audited.documents]
    documents, count = len(audited.documents), len(audited.contradictions)
    return "\n".join([*blocks, f"{documents} documents, {count} contradictions."])


def _block(document: StoredDocument, audited: Audit) -> str:
    lines = [f"{document.agency} {document.year or '????'} {document.phase} — {document.file_name}"]
    for finding in audited.findings_in(document):
        mark = "≠" if finding.status == "differs" else "?"
        lines += [f"  {mark} {finding.message.chinese}", f"    {finding.message.english}"]
    counts: Counter[str] = Counter()
    for tally in audited.tallies[document.id]:
        counts[tally.outcome] += tally.count
    made = ", ".join(f"{counts[outcome]} {outcome}" for outcome in MADE)
    others = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()) if outcome not in MADE)
    return "\n".join([*lines, f"  {made}; not made: {others or 'none'}"])
