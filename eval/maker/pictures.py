"""PDFs whose table pages are pictures, as printed and scanned ones are."""

from __future__ import annotations

from collections.abc import Collection
from io import BytesIO

import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DOTS_PER_POINT = 200 / 72


def with_pictures(content: bytes, pages: Collection[int]) -> bytes:
    """The same PDF with these pages (from 1) as pictures without any text."""
    source = pypdfium2.PdfDocument(content)
    result = pypdfium2.PdfDocument.new()
    for number in range(len(source)):
        if number + 1 in pages:
            result.import_pages(pypdfium2.PdfDocument(_picture(source[number])))
        else:
            result.import_pages(source, [number])
    file = BytesIO()
    result.save(file)
    return file.getvalue()


def _picture(page: pypdfium2.PdfPage) -> bytes:
    image = page.render(scale=DOTS_PER_POINT).to_pil().convert("L")
    file = BytesIO()
    canvas = Canvas(file, pagesize=page.get_size(), invariant=1)
    canvas.drawImage(ImageReader(image), 0, 0, *page.get_size())
    canvas.showPage()
    canvas.save()
    return file.getvalue()
