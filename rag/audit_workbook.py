"""The audit as a workbook: the findings, what printing explains, the ledger of all checks, the documents' hashes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rag.audit import Audit, program_version
from rag.export import harmless
from rag.findings import Finding, rules_edition
from rag.model import StoredDocument

FINDINGS = (
    "文件 document",
    "机构 agency",
    "年度 year",
    "状态 status",
    "种类 kind",
    "规则 rule",
    "说明 message",
    "message (English)",
    "所写 stated",
    "应为 expected",
    "算式 formula",
    "允许误差 allowed",
    "页 pages",
    "原文 as printed",
    "SHA-256",
)
COVERAGE = ("文件 document", "规则 rule", "结果 outcome", "次数 count")
DOCUMENTS = ("文件 document", "机构 agency", "年度 year", "SHA-256", "程序版本 program version", "规则 rules")
WIDTHS = {"说明 message": 60, "message (English)": 60, "原文 as printed": 40, "文件 document": 36, "SHA-256": 20}


def write_workbook(audited: Audit, path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    by_id = {document.id: document for document in audited.documents}
    findings = [finding for document in audited.documents for finding in audited.findings_in(document)]
    rounding = [finding for finding in audited.findings if finding.status == "rounding"]
    _fill(book, "发现 findings", FINDINGS, (_finding(f, by_id[f.document_id]) for f in findings))
    _fill(book, "四舍五入 rounding", FINDINGS, (_finding(f, by_id[f.document_id]) for f in rounding))
    lines = (
        (by_id[id].file_name, tally.rule, tally.outcome, tally.count)
        for id, tallies in audited.tallies.items()
        for tally in tallies
    )
    _fill(book, "核对 coverage", COVERAGE, lines)
    documents = ((d.file_name, d.agency, d.year, d.id, program_version(), rules_edition()) for d in audited.documents)
    _fill(book, "文件 documents", DOCUMENTS, documents)
    book.save(path)


def _finding(finding: Finding, document: StoredDocument) -> Sequence[Any]:
    message = finding.message
    pages = "、".join(map(str, dict.fromkeys(place.page for place in finding.places)))
    quotes = " | ".join(dict.fromkeys(place.quote for place in finding.places))
    return (document.file_name, document.agency, document.year, finding.status, finding.rule.kind, finding.rule.chinese,
            message.chinese, message.english, finding.stated, finding.expected, finding.formula,
            finding.allowed, pages, quotes[:1000], document.id)  # fmt: skip


def _fill(book: Any, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Text stays text: what a spreadsheet would run as a formula is made harmless."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(title)
    sheet.append(headings)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", str(harmless(v))) if isinstance(v, str) else v for v in row])
    for column, heading in enumerate(headings, start=1):
        letter = sheet.cell(1, column).column_letter
        sheet.column_dimensions[letter].width = WIDTHS.get(heading, 16)
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
