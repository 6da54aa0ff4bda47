"""The committed PDFs are what the builder makes of the committed data."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
import pytest

from samples import DOCUMENTS, sample_files
from samples.build import FONT_FILE, main
from samples.disclosure import Disclosure, load_all
from samples.typeset import typeset

DISCLOSURES = load_all()
NAMES = [disclosure.file for disclosure in DISCLOSURES]


def _text_of_pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _solid(text: str) -> str:
    return "".join(text.split())


def test_sample_files_are_the_documents_of_the_data_files() -> None:
    assert {path.name for path in sample_files()} == set(NAMES)


@pytest.mark.parametrize("disclosure", DISCLOSURES, ids=NAMES)
def test_the_text_layer_holds_everything_that_the_data_say(disclosure: Disclosure) -> None:
    text = _solid("".join(_text_of_pages((DOCUMENTS / disclosure.file).read_bytes())))
    cells = [cell for table in disclosure.tables for row in table.grid for cell in row if cell not in ("<", "^")]
    notes = [note for table in disclosure.tables for note in table.notes]
    wanted = [*disclosure.title, *(table.title for table in disclosure.tables), *cells, *notes]
    assert [text_ for text_ in wanted if _solid(text_) not in text] == []


@pytest.mark.parametrize("path", sample_files(), ids=NAMES)
def test_the_files_are_small_and_embed_their_fonts(path: Path) -> None:
    pdf = path.read_bytes()
    assert len(pdf) < 300_000
    assert b"Helvetica" not in pdf


@pytest.mark.skipif(not FONT_FILE.exists(), reason=f"{FONT_FILE} is missing (Debian: fonts-wqy-microhei)")
@pytest.mark.parametrize("disclosure", DISCLOSURES, ids=NAMES)
def test_building_again_gives_the_same_pages(disclosure: Disclosure) -> None:
    committed = (DOCUMENTS / disclosure.file).read_bytes()
    assert _text_of_pages(typeset(disclosure, FONT_FILE)) == _text_of_pages(committed)


def test_without_reportlab_a_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "reportlab", None)
    assert main() == 1
    assert "pip install reportlab" in capsys.readouterr().err
