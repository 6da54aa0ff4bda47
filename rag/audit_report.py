"""An audit as a file to hand on: one HTML page, a workbook, or JSON. None needs this program, nor any other host."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import uuid4

from rag.audit import Audit
from rag.audit_html import to_html
from rag.audit_workbook import write_workbook
from rag.errors import ExportError
from rag.library import Library

FORMATS = (".html", ".xlsx", ".json")


def write_report(audited: Audit, library: Library, path: Path) -> None:
    """Writes the file whole or not at all; the name's end says which it is."""
    if path.suffix.lower() not in FORMATS:
        raise ExportError(f"{path.name}: the name of a report must end in {', '.join(FORMATS)}.")
    draft = path.with_name(f".{uuid4().hex}{path.suffix}")
    try:
        match path.suffix.lower():
            case ".html":
                draft.write_text(to_html(audited, library), encoding="utf-8")
            case ".json":
                draft.write_text(json.dumps(audited.to_json(), ensure_ascii=False, indent=2), encoding="utf-8")
            case _:
                write_workbook(audited, draft)
        draft.replace(path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
