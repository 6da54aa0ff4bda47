"""Web pages → one page of lines and tables. The only importer of lxml.

    markup → tree → tree without what the page does not show → lines and grids, in reading order

Block elements end a line; tables of data become grids, tables that only lay out the page are read as blocks. Nothing
is fetched and no script runs. Hidden text is no evidence: it is kept as unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from extractors.encoding import decode_markup
from extractors.errors import DamagedFile, NoText
from extractors.flow import HIDDEN, MAX_COLUMNS, FlowPage, SpannedCell
from extractors.markup import TICKED, UNTICKED
from extractors.model import Reading, Unread

CUT_SHORT = "The web page is nested deeper than any real one; what is further down was not read."

_UNSEEN = {"script", "style", "noscript", "template", "head", "iframe", "object", "svg", "select", "button", "textarea"}
_INLINE = {
    "a", "abbr", "b", "big", "code", "del", "em", "font", "i", "ins", "label", "mark", "s", "small", "span", "strike",
    "strong", "sub", "sup", "tt", "u",
}  # fmt: skip
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0\u3000]+")
MAX_ROW_SPAN = 65_534
"""What browsers clamp a row span to."""


def read_html(path: Path) -> Reading:
    """Raises DamagedFile where there is no markup, NoText where the page shows nothing."""
    root, warnings = _parse(decode_markup(path.read_bytes()))
    unread = tuple(Unread(1, None, text, HIDDEN) for text in _take_out_hidden(root))
    page = FlowPage(1)
    _Filler(page).fill(root)
    if page.is_empty:
        raise NoText("The web page shows no text.")
    return Reading((page.page(),), tuple(page.grids), warnings, _title(root), unread)


def add_markup(page: FlowPage, markup: str) -> None:
    """Add a piece of HTML that stands in another document, such as a table in Markdown."""
    root, _ = _parse(markup)
    _take_out_hidden(root)
    _Filler(page).fill(root)


def _parse(markup: str) -> tuple[html.HtmlElement, tuple[str, ...]]:
    """The tree, and warnings: the parser stops silently at a depth that protects the machine."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    data = _XML_DECLARATION.sub("", markup).replace("\x00", "").encode("utf-8", errors="replace")
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise DamagedFile("The web page holds nothing that can be read. Save it again.") from error
    stopped = any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)
    return root, (CUT_SHORT,) if stopped else ()


def _title(root: html.HtmlElement) -> str:
    """The article's own title where the site states it, else the window's."""
    stated = root.xpath("string(//meta[@name='ArticleTitle']/@content)") or root.xpath("string(//title)")
    return _SPACES.sub(" ", stated).strip()


def _take_out_hidden(root: html.HtmlElement) -> list[str]:
    """Remove elements that the page does not show; returns their texts."""
    texts: list[str] = []
    for element in list(root.iter(etree.Element)):
        if element.tag not in _UNSEEN and _is_hidden(element):
            text = _SPACES.sub(" ", "".join(_texts(element)).replace("\v", " ")).strip()
            if text:
                texts.append(text)
            if element.getparent() is not None:
                element.drop_tree()
    return texts


def _is_hidden(element: html.HtmlElement) -> bool:
    return "hidden" in element.attrib or bool(_HIDING_STYLE.search(element.get("style", "")))


class _Filler:
    """Walks a tree and fills a page; text is gathered until a block begins or ends."""

    def __init__(self, page: FlowPage) -> None:
        self._page = page
        self._text: list[str] = []

    def fill(self, root: html.HtmlElement) -> None:
        self._walk(root)
        self._end_line()

    def _walk(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if tag in _UNSEEN:
            return
        if tag == "table" and (rows := _data_rows(element)):
            self._end_line()
            self._page.add_table(rows)
        elif tag == "br":
            self._end_line()
        elif tag == "input":
            self._text.append(_box(element))
        elif tag in _INLINE:
            self._walk_inside(element)
        else:
            self._end_line()
            self._walk_inside(element)
            self._end_line()

    def _walk_inside(self, element: html.HtmlElement) -> None:
        self._text.append(element.text or "")
        for child in element:
            self._walk(child)
            self._text.append(child.tail or "")

    def _end_line(self) -> None:
        self._page.add_text(_SPACES.sub(" ", "".join(self._text)))
        self._text.clear()


def _box(element: html.HtmlElement) -> str:
    if element.get("type", "").lower() not in ("checkbox", "radio"):
        return ""
    return TICKED if "checked" in element.attrib else UNTICKED


# ---------------------------------------------------------------------------------------------- tables


def _data_rows(table: html.HtmlElement) -> list[list[SpannedCell]]:
    """The rows of a table of data; none for one that holds other tables or a single cell, and so lays out the page."""
    if table.find(".//table") is not None:
        return []
    rows = [[_cell(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    return rows if sum(map(len, rows)) > 1 and any(len(row) > 1 for row in rows) else []


def _cell(cell: html.HtmlElement) -> SpannedCell:
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(_texts(cell)).split("\v"))
    return SpannedCell(
        "\n".join(line for line in lines if line),
        _span(cell.get("rowspan"), MAX_ROW_SPAN),
        _span(cell.get("colspan"), MAX_COLUMNS),
    )


def _texts(element: html.HtmlElement) -> Iterator[str]:
    """The text inside, with a vertical tab where a line ends: line feeds in markup are only spaces."""
    if element.tag in _UNSEEN:
        return
    ends_line = "" if element.tag in _INLINE else "\v"
    yield ends_line
    yield _box(element) if element.tag == "input" else element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield ends_line


def _span(value: str | None, most: int) -> int:
    digits = (value or "").strip()
    return min(max(int(digits), 1), most) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 1
