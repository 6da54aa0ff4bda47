"""What a reader process takes for published pages: long files, and pictures with the recogniser's models."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from tests.extractors.test_memory import MOST_MEGABYTES, reader_megabytes

LONG = 262
"""Pages of the longest disclosures that are published."""
MOST_GROWTH = 40
"""Megabytes that 236 more pages may leave: their text, tables and facts."""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
def test_pictures_do_not_take_more_than_a_reader_may(corpus: Path) -> None:
    pages, megabytes = reader_megabytes(corpus / "replicas" / "luoyang-reform-2021-scan.pdf")
    assert pages == 7
    assert megabytes < MOST_MEGABYTES


def published_pages(corpus: Path, count: int, path: Path) -> Path:
    """The first pages of the published files, one file after another, as one file."""
    joined = pdfium.PdfDocument.new()
    for file in sorted((corpus / "real").glob("*/*.pdf")):
        with pdfium.PdfDocument(file) as document:
            joined.import_pages(document, list(range(min(len(document), count - len(joined)))))
        if len(joined) == count:
            break
    joined.save(path)
    joined.close()
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
def test_a_long_file_does_not_grow_the_reader(corpus: Path, tmp_path: Path) -> None:
    few, short = reader_megabytes(published_pages(corpus, 26, tmp_path / "short.pdf"))
    many, long = reader_megabytes(published_pages(corpus, LONG, tmp_path / "long.pdf"))
    assert (few, many) == (26, LONG)
    assert long - short < MOST_GROWTH
