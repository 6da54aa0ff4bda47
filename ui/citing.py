"""A place as words to paste: 《…》第N页，表…，行…，列…，4.00 万元."""

from __future__ import annotations

from pathlib import PurePath

from rag.model import Citation
from ui.texts import Texts


def citation_line(citation: Citation, texts: Texts) -> str:
    """Document and page, then what is known of table, row and column, then the figure or the sentence."""
    parts = [texts("cite.page", document=PurePath(citation.document).stem, page=citation.page)]
    for name in ("table", "row", "column"):
        if value := getattr(citation, name):
            parts.append(texts(f"cite.{name}", value=value))
    if citation.quote:
        unit = f" {citation.unit}" if citation.kind == "cell" and citation.unit else ""
        key = "cite.figure" if citation.kind == "cell" else "cite.quote"
        parts.append(texts(key, value=f"{citation.quote}{unit}"))
    return texts("cite.between").join(parts)
