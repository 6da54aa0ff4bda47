"""The audit as one HTML page: every finding with both sides boxed on pictures of their pages, which are part of it.

All text of documents is escaped; the page runs no script and may load nothing (its policy says so).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from PIL import Image, ImageDraw

from extractors.errors import ExtractionError
from extractors.model import BBox
from rag.audit import Audit, Citation, Finding, program_version
from rag.errors import LibraryError
from rag.library import Library
from rag.model import StoredDocument

SCALE = 1.5
MARGIN_POINTS = 28.0
TALLEST_POINTS = 420.0
"""A picture shows at most this much of a page; what is further from the stated side is cut off."""
MOST_PAGES = 4
MOST_QUOTES = 40
STATED, DERIVED = (200, 0, 0), (0, 80, 200)

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
body{font-family:system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;line-height:1.5;
max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{border-top:2px solid #333;padding-top:1rem;margin-top:2.5rem}
.finding{border-left:4px solid #c00;padding:.2rem 0 .2rem 1rem;margin:1.5rem 0}
.undecided{border-color:#b80}
.en,.small{color:#555;font-size:.9rem}
img{max-width:100%;border:1px solid #999;margin:.4rem 0}
table{border-collapse:collapse;font-size:.9rem}td,th{border:1px solid #bbb;padding:.15rem .5rem;text-align:left}
code{word-break:break-all}
b.s{color:#c00}b.d{color:#0050c8}
"""


def to_html(audited: Audit, library: Library) -> str:
    pictures = _Pictures(library)
    body = "".join(_document(document, audited, pictures) for document in audited.documents)
    made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    files, count = len(audited.documents), len(audited.contradictions)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        f"<title>勾稽核对报告 · Audit</title><style>{_STYLE}</style></head><body>"
        f"<h1>勾稽核对报告 · Audit</h1>"
        f"<p>{files} 份文件，{count} 处对不上。 · {files} documents, {count} contradictions.</p>"
        f'<p class="small">明账 mingzhang {escape(program_version())} · {made}<br>'
        f'<b class="s">红框</b>为所写的数，<b class="d">蓝框</b>为据以核对的数。 · '
        f'<b class="s">Red</b> boxes hold what is stated, <b class="d">blue</b> ones what it is checked against.</p>'
        f"{body}</body></html>"
    )


def _document(document: StoredDocument, audited: Audit, pictures: _Pictures) -> str:
    shown = [f for f in audited.findings if f.document.id == document.id and f.status != "rounding"]
    found = "".join(_finding(finding, pictures) for finding in shown) or "<p>没有发现。 · Nothing was found.</p>"
    return (
        f"<h2>{escape(document.agency or document.file_name)} {document.year or ''}</h2>"
        f'<p class="small">{escape(document.file_name)}<br>SHA-256 <code>{escape(document.id)}</code></p>'
        f"{found}{_coverage(document, audited)}"
    )


def _finding(finding: Finding, pictures: _Pictures) -> str:
    check = finding.check
    unit = "%" if finding.rule.operation == "percent" else "元"
    allowed = "" if check.allowed is None else f" · 允许误差 allowed gap {round(check.allowed, 4).normalize():f} {unit}"
    return (
        f'<div class="finding {escape(finding.status)}"><p><b>{escape(finding.message.chinese)}</b></p>'
        f'<p class="en">{escape(finding.message.english)}</p>'
        f'<p class="small">{escape(finding.rule.chinese)} · {escape(finding.rule.english)}<br>'
        f"<code>{escape(check.formula)}</code>{escape(allowed)}</p>"
        f"{_pictures_of(finding, pictures)}{_quotes(finding.citations)}</div>"
    )


def _pictures_of(finding: Finding, pictures: _Pictures) -> str:
    pages = list(dict.fromkeys((c.document.id, c.page) for c in finding.citations))[:MOST_PAGES]
    parts = []
    for document_id, page in pages:
        here = [c for c in finding.citations if (c.document.id, c.page) == (document_id, page)]
        data = pictures.cropped(document_id, page, here)
        if data:
            parts.append(f'<img alt="p. {page}" src="data:image/png;base64,{data}">')
    return "".join(parts)


def _quotes(citations: Sequence[Citation]) -> str:
    rows = "".join(
        f"<tr><td>{c.page}</td><td>{escape(c.name)}</td><td>{escape(c.quote)}</td></tr>"
        for c in citations[:MOST_QUOTES]
    )
    return f"<table><tr><th>页 page</th><th>处 place</th><th>原文 as printed</th></tr>{rows}</table>"


def _coverage(document: StoredDocument, audited: Audit) -> str:
    counts: dict[str, int] = {}
    for line in audited.coverage:
        if line.document.id == document.id:
            counts[line.outcome] = counts.get(line.outcome, 0) + line.count
    listed = "；".join(f"{outcome} {count}" for outcome, count in sorted(counts.items()))
    return f'<p class="small">核对 checks: {escape(listed)}</p>'


class _Pictures:
    """Parts of pages as base64 PNG; a page is drawn once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pages: dict[tuple[str, int], Image.Image | None] = {}

    def cropped(self, document_id: str, page: int, citations: Sequence[Citation]) -> str:
        """The part of the page around the boxes, "" where there is no picture of it."""
        boxed = [(c.bbox, c.role) for c in citations if c.bbox]
        picture = self._page(document_id, page) if boxed else None
        if picture is None:
            return ""
        top, bottom = _extent([box for box, _ in boxed], picture.height / SCALE)
        part = picture.copy()
        draw = ImageDraw.Draw(part)
        for box, role in reversed(boxed):
            draw.rectangle([edge * SCALE for edge in box], outline=STATED if role == "stated" else DERIVED, width=2)
        part = part.crop((0, int(top * SCALE), part.width, int(bottom * SCALE)))
        return _encoded(part)

    def _page(self, document_id: str, page: int) -> Image.Image | None:
        key = (document_id, page)
        if key not in self._pages:
            self._pages[key] = self._drawn(document_id, page)
        return self._pages[key]

    def _drawn(self, document_id: str, page: int) -> Image.Image | None:
        try:
            path = self._library.page_image(document_id, page, scale=SCALE)
        except (ExtractionError, LibraryError):  # the report says what it can: the page's words are quoted anyway
            return None
        if path is None:
            return None
        with Image.open(path) as picture:
            return picture.convert("RGB")


def _extent(boxes: Sequence[BBox], height: float) -> tuple[float, float]:
    """From where to where on the page, in points; the first box is always within."""
    top = max(0.0, min(box[1] for box in boxes) - MARGIN_POINTS)
    bottom = min(height, max(box[3] for box in boxes) + MARGIN_POINTS)
    if bottom - top > TALLEST_POINTS:
        top = max(0.0, min(boxes[0][1] - MARGIN_POINTS, bottom - TALLEST_POINTS))
        bottom = min(height, top + TALLEST_POINTS)
    return top, max(bottom, top + 1.0)


def _encoded(picture: Image.Image) -> str:
    held = io.BytesIO()
    picture.quantize(64).save(held, "PNG", optimize=True)
    return base64.b64encode(held.getvalue()).decode("ascii")
