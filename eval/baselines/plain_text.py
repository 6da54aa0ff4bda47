"""The text of a file page by page, as the usual way reads it: what pdfplumber and its like give, tables as lines."""

from __future__ import annotations

from pathlib import Path


def read_pages(path: Path) -> list[str]:
    """One text a page; files without pages are one. Pages that are pictures are empty, damaged files have none."""
    readers = {".pdf": _pdf, ".docx": _word, ".xlsx": _excel, ".html": _web, ".htm": _web}
    return readers.get(path.suffix.lower(), _text)(path)


def _pdf(path: Path) -> list[str]:
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    pages = []
    try:
        with pdfplumber.open(path) as document:
            for page in document.pages:
                pages.append(page.extract_text() or "")
                page.close()
    except PdfminerException:
        return []
    return pages


def _word(path: Path) -> list[str]:
    import docx

    document = docx.Document(str(path))
    rows = (" ".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows)
    return ["\n".join([*(paragraph.text for paragraph in document.paragraphs), *rows])]


def _excel(path: Path) -> list[str]:
    """One text a sheet."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    return [
        "\n".join(" ".join(str(v) for v in row if v is not None) for row in sheet.iter_rows(values_only=True))
        for sheet in book.worksheets
    ]


def _web(path: Path) -> list[str]:
    from lxml import html

    (text,) = _text(path)
    return [html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8")).text_content()]


def _text(path: Path) -> list[str]:
    data = path.read_bytes()
    try:
        return [data.decode("utf-8-sig")]
    except UnicodeDecodeError:
        return [data.decode("gb18030", errors="replace")]
