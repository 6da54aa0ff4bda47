"""The tab of the audit: what does not add up, both sides of it on their pages, the ledger, a report to take along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, TypeVar

import gradio as gr

from extractors.errors import ExtractionError
from rag.audit import Audit
from rag.errors import LibraryError
from rag.library import Library
from rag.service import Service
from ui import sides
from ui.findings_html import findings_html, findings_of, ledger_html, sides_html
from ui.handlers import texts_of
from ui.markup import element
from ui.refusals import refusal
from ui.texts import Texts, script

AT_ONCE = 2  # audits, and reports, that are made at the same time
REPORTS = (".html", ".xlsx", ".json")
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
BUSY: dict[str, Any] = {"api_visibility": "private", "concurrency_limit": AT_ONCE}
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Audited:
    """What a browser shows the findings of: documents by id, at a revision of the library."""

    revision: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditTab:
    tab: gr.Tab
    documents: gr.Dropdown
    run: gr.Button
    findings: gr.HTML
    sides: gr.HTML
    ledger: gr.HTML
    reports: dict[str, gr.Button]
    taking: gr.Row
    report: gr.File
    state: gr.State

    def connect(self, handlers: AuditHandlers) -> None:
        shown = [self.state, self.findings, self.sides, self.ledger, self.taking, self.report]
        self.tab.select(handlers.open, [self.state], [self.documents, self.findings], **QUIET)
        self.run.click(handlers.run, [self.documents], shown, **BUSY)
        self.findings.finding(handlers.finding, [self.state], [self.findings, self.sides], **QUIET)
        for suffix, button in self.reports.items():
            button.click(handlers.report_as(suffix), [self.state], [self.report], **BUSY)


def lay_out(t: gr.I18n) -> AuditTab:
    with gr.Tab(t("tab_audit"), id="audit", elem_id="audit-tab") as tab:
        with gr.Row(equal_height=False, elem_id="audit-choice"):
            documents = gr.Dropdown(
                [],
                multiselect=True,
                label=t("audit_documents"),
                info=t("audit_all"),
                scale=6,
                elem_id="audit-documents",
            )
            run = gr.Button(t("audit_run"), variant="primary", scale=1, min_width=120, elem_id="audit-run")
        with gr.Row(equal_height=False):
            with gr.Column(scale=6, min_width=300):
                findings = gr.HTML(elem_id="audit-table", apply_default_css=False, js_on_load=script("shelf.js"))
                ledger = gr.HTML(elem_id="audit-ledger", apply_default_css=False)
                with gr.Row(visible=False, elem_id="audit-reports") as taking:
                    reports = {
                        suffix: gr.Button(
                            t(f"audit_report_{suffix[1:]}"), size="sm", elem_id=f"audit-report-{suffix[1:]}"
                        )
                        for suffix in REPORTS
                    }
                report = gr.File(label=t("audit_report"), visible=False, interactive=False, elem_id="audit-report")
            with gr.Column(scale=5, min_width=300, elem_id="audit-evidence"):
                both = gr.HTML(elem_id="audit-sides", apply_default_css=False, js_on_load=script("sides.js"))
        return AuditTab(tab, documents, run, findings, both, ledger, reports, taking, report, gr.State(None))


class AuditHandlers:
    """One method for each event."""

    def __init__(self, library: Library, service: Service) -> None:
        self._library = library
        self._service = service

    def open(self, state: Audited | None, request: gr.Request) -> list[Any]:
        """The documents that can be chosen, as the library is now; what an audit is, until there has been one."""
        choices = [(document.file_name, document.id) for document in self._library.documents()]
        told = element("p", escape(texts_of(request)("audits.start")), class_="mz-empty")
        return [gr.Dropdown(choices=choices), gr.skip() if state else told]

    def run(self, ids: Sequence[str], request: gr.Request) -> list[Any]:
        texts = texts_of(request)
        state = Audited(self._library.revision, tuple(ids))
        audited = _said(lambda: self._service.audited(ids), texts)
        hint = element("p", escape(texts("audits.hint")), class_="mz-empty") if findings_of(audited) else ""
        return [
            state,
            findings_html(audited, texts),
            hint,
            ledger_html(audited, texts),
            gr.Row(visible=True),
            gr.File(value=None, visible=False),
        ]

    def finding(self, state: Audited | None, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Both sides of a finding; its number comes from a browser, so an unknown one changes nothing."""
        texts = texts_of(request)
        audited = self._still(state, texts)
        findings, number = findings_of(audited), event.n
        if not isinstance(number, int) or not 0 <= number < len(findings):
            return [gr.skip(), gr.skip()]
        finding = findings[number]
        pictures = [(sheet.document_id, sheet.page, self._picture(sheet)) for sheet in sides.sheets_of(finding)]
        names = {document.id: document.file_name for document in self._library.documents()}
        return [findings_html(audited, texts, number), sides_html(finding, pictures, names, texts)]

    def report_as(self, suffix: str) -> Callable[..., Any]:
        def report(state: Audited | None, request: gr.Request) -> Any:
            texts = texts_of(request)
            self._still(state, texts)
            path = _said(lambda: self._service.report(state.ids if state else (), suffix), texts)
            return gr.File(value=str(path), visible=True)

        return report

    def _still(self, state: Audited | None, texts: Texts) -> Audit:
        """The audit that the browser shows, unless the library is another by now."""
        if state is None or state.revision != self._library.revision:
            raise refusal(texts("audits.changed"), texts)
        return _said(lambda: self._service.audited(state.ids), texts)

    def _picture(self, sheet: sides.Sheet) -> bytes | None:
        """None for formats without pages, and where a page cannot be drawn: its words are quoted anyway."""
        try:
            page: Path | None = self._library.page_image(sheet.document_id, sheet.page, scale=sides.SCALE)
        except (ExtractionError, LibraryError):
            return None
        return sides.draw(page, sheet.sides) if page else None


def _said(action: Callable[[], Result], texts: Texts) -> Result:
    try:
        return action()
    except LibraryError as error:
        raise refusal(str(error), texts) from error
