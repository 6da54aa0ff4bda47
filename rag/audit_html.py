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
from rag.audit import Audit, program_version
from rag.errors import LibraryError
from rag.findings import STATED, Finding, Side, rules_edition
from rag.library import Library
from rag.model import StoredDocument

SCALE = 1.5
MARGIN_POINTS = 28.0
TALLEST_POINTS = 420.0
"""A picture shows at most this much of a page; boxes that are further apart are shown in several."""
MOST_PICTURES = 6
MOST_QUOTES = 40
RED, BLUE = (200, 0, 0), (0, 80, 200)

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
body{font-family:system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;line-height:1.5;
max-width:60rem;margin:2rem auto;padding:0 1rem}
h2{border-top:2px solid #333;padding-top:1rem;margin-top:2.5rem}
.finding{border-left:4px solid #c00;padding:.2rem 0 .2rem 1rem;margin:1.5rem 0}
.undecided{border-color:#b80}
.en,.small{color:#555;font-size:.9rem}
figure{margin:.5rem 0}img{max-width:100%;border:1px solid #999}figcaption{color:#555;font-size:.85rem}
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
        f'<p class="small">明账 mingzhang {escape(program_version())} · 规则 rules {rules_edition()} · {made}<br>'
        f'<b class="s">红框</b>为所写的数，<b class="d">蓝框</b>为据以核对的数。 · '
        f'<b class="s">Red</b> boxes hold what is stated, <b class="d">blue</b> ones what it is checked against.</p>'
        f"{body}</body></html>"
    )


def _document(document: StoredDocument, audited: Audit, pictures: _Pictures) -> str:
    names = {known.id: known.file_name for known in audited.documents}
    shown = "".join(_finding(finding, names, pictures) for finding in audited.findings_in(document))
    found = shown or "<p>没有发现。 · Nothing was found.</p>"
    return (
        f"<h2>{escape(document.agency or document.file_name)} {document.year or ''}</h2>"
        f'<p class="small">{escape(document.file_name)}<br>SHA-256 <code>{escape(document.id)}</code></p>'
        f"{found}{_coverage(document, audited)}"
    )


def _finding(finding: Finding, names: dict[str, str], pictures: _Pictures) -> str:
    message = finding.message
    return (
        f'<div class="finding {escape(finding.status)}"><p><b>{escape(message.chinese)}</b></p>'
        f'<p class="en">{escape(message.english)}</p>'
        f'<p class="small">{escape(finding.rule.chinese)} · {escape(finding.rule.english)}<br>'
        f"<code>{escape(finding.formula)}</code>{escape(_allowed(finding))}</p>"
        f"{_pictures_of(finding, pictures)}{_quotes(finding, names)}</div>"
    )


def _allowed(finding: Finding) -> str:
    if finding.allowed is None:
        return ""
    unit = "%" if finding.rule.operation == "percent" else "元"
    return f" · 允许误差 allowed gap {round(finding.allowed, 4).normalize():f} {unit}"


def _pictures_of(finding: Finding, pictures: _Pictures) -> str:
    """Both sides, the stated one first: parts of pages that hold the boxes."""
    parts = []
    for group in _neighbours(finding.places)[:MOST_PICTURES]:
        data = pictures.cropped(group)
        if data:
            page = f"第 {group[0].page} 页 · p. {group[0].page}"
            image = f'<img alt="{page}" src="data:image/png;base64,{data}">'
            parts.append(f"<figure>{image}<figcaption>{page}</figcaption></figure>")
    return "".join(parts)


def _neighbours(places: Sequence[Side]) -> list[list[Side]]:
    """Places that one picture can show; groups in the order of their first places."""
    groups: list[list[Side]] = []
    for place in places:
        if place.bbox is None:
            continue
        fitting = (group for group in groups if _fits(place, group))
        group = next(fitting, None)
        if group is None:
            groups.append([place])
        else:
            group.append(place)
    return groups


def _fits(place: Side, group: Sequence[Side]) -> bool:
    first = group[0]
    if (place.document_id, place.page) != (first.document_id, first.page):
        return False
    boxes = [side.bbox for side in (place, *group) if side.bbox]
    return max(box[3] for box in boxes) - min(box[1] for box in boxes) <= TALLEST_POINTS


def _quotes(finding: Finding, names: dict[str, str]) -> str:
    """What stands at each place; the files' names only where they are several."""
    several = len({place.document_id for place in finding.places}) > 1
    rows = "".join(
        f"<tr><td>{escape(names[place.document_id]) + ' ' if several else ''}{place.page}</td>"
        f'<td><b class="{"s" if place.role == STATED else "d"}">{escape(place.name)}</b></td>'
        f"<td>{escape(place.quote)}</td></tr>"
        for place in finding.places[:MOST_QUOTES]
    )
    return f"<table><tr><th>页 page</th><th>处 place</th><th>原文 as printed</th></tr>{rows}</table>"


def _coverage(document: StoredDocument, audited: Audit) -> str:
    counts: dict[str, int] = {}
    for tally in audited.tallies[document.id]:
        counts[tally.outcome] = counts.get(tally.outcome, 0) + tally.count
    listed = "；".join(f"{outcome} {count}" for outcome, count in sorted(counts.items()))
    return f'<p class="small">核对 checks: {escape(listed)}</p>'


class _Pictures:
    """Parts of pages as base64 PNG; a page is drawn once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pages: dict[tuple[str, int], Image.Image | None] = {}

    def cropped(self, sides: Sequence[Side]) -> str:
        """The part of the page around the boxes of one page, "" where there is no picture of it."""
        boxed = [(side.bbox, side.role) for side in sides if side.bbox]
        picture = self._page(sides[0].document_id, sides[0].page)
        if picture is None:
            return ""
        top = max(0.0, min(box[1] for box, _ in boxed) - MARGIN_POINTS)
        bottom = max(box[3] for box, _ in boxed) + MARGIN_POINTS
        part = picture.copy()
        draw = ImageDraw.Draw(part)
        for box, role in reversed(boxed):
            draw.rectangle([edge * SCALE for edge in box], outline=RED if role == STATED else BLUE, width=2)
        lowest = min(part.height, int(bottom * SCALE))
        return _encoded(part.crop((0, min(int(top * SCALE), lowest - 1), part.width, lowest)))

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


def _encoded(picture: Image.Image) -> str:
    held = io.BytesIO()
    picture.quantize(64).save(held, "PNG", optimize=True)
    return base64.b64encode(held.getvalue()).decode("ascii")
