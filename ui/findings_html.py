"""What does not add up, as HTML: findings document by document, both sides of one, and the ledger. Pure functions."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Sequence
from html import escape

from extractors.checks import Outcome, load_book
from rag.audit import Audit
from rag.findings import READING, STATED, Finding, Ledger, Side, ledger_of
from rag.model import StoredDocument
from ui.markup import element, table
from ui.texts import Texts

MOST_SHOWN = 300  # findings; a report has them all
COLUMNS = ("status", "kind", "what", "stated", "expected")
OUTCOMES = tuple(Outcome)


def findings_of(audited: Audit) -> list[Finding]:
    """All that are shown, in their order: a finding's place in this list is its number on the page."""
    return [finding for document in audited.documents for finding in audited.findings_in(document)]


def findings_html(audited: Audit, texts: Texts, opened: int = -1) -> str:
    """`opened` is the number of the finding whose sides are on view."""
    findings = findings_of(audited)
    files, count = len(audited.documents), len(audited.contradictions)
    parts = [
        element("p", escape(texts("audits.summary", files=files, count=count)), role="status", class_="mz-summary")
    ]
    for document in audited.documents:
        own = [(n, f) for n, f in enumerate(findings[:MOST_SHOWN]) if f.document_id == document.id]
        if own:
            parts.append(_document(document, own, audited, opened, texts))
    if len(findings) > MOST_SHOWN:
        parts.append(element("p", escape(texts("audits.more", count=len(findings) - MOST_SHOWN)), class_="mz-small"))
    return "".join(parts) + _without_findings(audited, texts)


def _document(
    document: StoredDocument, findings: Sequence[tuple[int, Finding]], audited: Audit, opened: int, texts: Texts
) -> str:
    headings = [escape(texts(f"audits.column.{column}")) for column in COLUMNS]
    rows = [_row(number, finding, number == opened, texts) for number, finding in findings]
    title = element("h3", escape(document.file_name)) + element(
        "p", _counts(document, audited, texts), class_="mz-small"
    )
    labels = ["", "", "", *(texts(f"audits.column.{column}") for column in ("stated", "expected"))]
    return element("section", title, table(headings, rows, labels=labels), class_="mz-audited")


def _row(number: int, finding: Finding, is_open: bool, texts: Texts) -> list[str]:
    message = finding.message.chinese if texts.language == "zh" else finding.message.english
    button = element(
        "button",
        escape(message),
        type="button",
        class_="mz-finding" + (" mz-open" if is_open else ""),
        data_do="finding",
        data_n=number,
        aria_pressed="true" if is_open else "false",
    )
    return [
        element("span", escape(texts(f"audits.status.{finding.status}")), class_=f"mz-badge mz-{finding.status}"),
        escape(texts(f"audits.kind.{finding.rule.kind}")),
        button,
        _amount(finding.stated),
        _amount(finding.expected),
    ]


def _amount(printed: str) -> str:
    """A figure and its unit stay on one line; an empty cell stays empty."""
    unbroken = escape(printed).replace(" ", "\N{NO-BREAK SPACE}")
    return element("span", unbroken, class_="mz-amount") if unbroken else ""


def _counts(document: StoredDocument, audited: Audit, texts: Texts) -> str:
    ledger: Ledger = ledger_of(audited.tallies[document.id])
    return escape(
        texts(
            "audits.counts",
            held=ledger.held,
            rounding=ledger.rounding,
            differed=ledger.differed,
            not_made=ledger.not_made,
            unread=ledger.unread,
        )
    )


def _without_findings(audited: Audit, texts: Texts) -> str:
    """Folded: the documents in which nothing was found, each with how much was checked."""
    clean = [document for document in audited.documents if not audited.findings_in(document)]
    if not clean:
        return ""
    items = (
        element("li", escape(document.file_name), element("small", _counts(document, audited, texts)))
        for document in clean
    )
    summary = element("summary", escape(texts("audits.clean", count=len(clean))))
    return element("details", summary, element("ul", *items, class_="mz-files"), class_="mz-checks")


def ledger_html(audited: Audit, texts: Texts) -> str:
    """How often every rule held and how often not, and why it could not be made, over the documents together."""
    counts: Counter[tuple[str, str]] = Counter()
    for tallies in audited.tallies.values():
        for tally in tallies:
            counts[tally.rule, tally.outcome] += tally.count
    rules = sorted({rule for rule, _ in counts}, key=lambda rule: (rule == READING, rule))
    headings = [escape(texts("audits.rule")), *(escape(texts(f"audits.outcome.{outcome}")) for outcome in OUTCOMES)]
    rows = [
        [escape(_rule_name(rule, texts)), *(str(counts[rule, outcome.value] or "") for outcome in OUTCOMES)]
        for rule in rules
    ]
    explained = element("p", escape(texts("audits.ledger_meaning")), class_="mz-small")
    summary = element("summary", escape(texts("audits.ledger")))
    return element("details", summary, explained, table(headings, rows), class_="mz-ledger")


def _rule_name(rule: str, texts: Texts) -> str:
    if rule == READING:
        return texts("audits.reading")
    found = load_book().rules[rule]
    return found.chinese if texts.language == "zh" else found.english


def sides_html(
    finding: Finding, pictures: Sequence[tuple[str, int, bytes | None]], names: dict[str, str], texts: Texts
) -> str:
    """Both sides of a finding: (document's id, page, PNG or None) for every page, and every place as it is printed.

    `names` are the documents' file names by id.
    """
    message = finding.message.chinese if texts.language == "zh" else finding.message.english
    rule = finding.rule.chinese if texts.language == "zh" else finding.rule.english
    legend = (
        element("span", escape(texts("audits.solid")), class_="mz-solid"),
        element("span", escape(texts("audits.dashed")), class_="mz-dashed"),
    )
    figures = (_picture(names.get(id, ""), page, png, texts) for id, page, png in pictures)
    quotes = [_quote(side, names, texts) for side in finding.places]
    headings = [escape(texts(f"audits.place.{column}")) for column in ("role", "page", "where", "quote")]
    return "".join(
        (
            element("h3", escape(texts("audits.sides")), tabindex="-1"),
            element("p", escape(message), class_="mz-message"),
            element("p", escape(rule), class_="mz-small"),
            element("p", *legend, class_="mz-legend"),
            *figures,
            table(headings, quotes),
        )
    )


def _picture(name: str, page: int, png: bytes | None, texts: Texts) -> str:
    line = texts("audits.picture", document=name, page=page)
    if png is None:
        return element("p", escape(f"{line} — {texts('audits.no_picture')}"), class_="mz-small")
    source = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
    image = f'<img src="{source}" alt="{escape(line)}">'
    return element("figure", element("figcaption", escape(line)), image, class_="mz-side")


def _quote(side: Side, names: dict[str, str], texts: Texts) -> list[str]:
    role = "stated" if side.role == STATED else "derived"
    return [
        element("span", escape(texts(f"audits.role.{role}")), class_="mz-solid" if role == "stated" else "mz-dashed"),
        str(side.page) + element("small", escape(names.get(side.document_id, ""))),
        escape(side.name),
        element("q", escape(side.quote)),
    ]
