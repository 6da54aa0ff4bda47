"""An audit as a file to hand on: one HTML page, or a workbook. Neither needs this program, nor any other host."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from rag.audit import Audit
from rag.audit_html import to_html
from rag.audit_workbook import write_workbook
from rag.errors import ExportError
from rag.library import Library

FORMATS = (".html", ".xlsx")


def write_report(audited: Audit, library: Library, path: Path) -> None:
    """Writes the file whole or not at all; the name's end says which it is."""
    if path.suffix.lower() not in FORMATS:
        raise ExportError(f"{path.name}: the name of a report must end in {' or '.join(FORMATS)}.")
    draft = path.with_name(f".{uuid4().hex}{path.suffix}")
    try:
        if path.suffix.lower() == ".html":
            draft.write_text(to_html(audited, library), encoding="utf-8")
        else:
            write_workbook(audited, draft)
        draft.replace(path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
