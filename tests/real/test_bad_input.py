"""Broken files among good ones, read for real: each ends in its status and a sentence, and nothing else is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from rag.library import Library
from samples import sample_files


@pytest.fixture
def bad(tmp_path: Path) -> dict[str, Path]:
    """One file of each kind, by the status that it must end in."""
    folder = tmp_path / "bad"
    folder.mkdir()
    closed = folder / "closed.pdf"
    canvas = Canvas(str(closed), encrypt=pdfencrypt.StandardEncryption("secret"))
    canvas.drawString(100, 700, "closed")
    canvas.save()
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "page.pdf").write_text("<!DOCTYPE html><html><body>404</body></html>", "utf-8")
    (folder / "cut.pdf").write_bytes(sample_files()[0].read_bytes()[:4000])
    return {
        "encrypted": closed,
        "damaged (empty)": folder / "empty.pdf",
        "unsupported": folder / "page.pdf",
        "damaged (cut)": folder / "cut.pdf",
    }


def test_bad_files_end_in_a_sentence_and_good_ones_are_loaded(tmp_path: Path, bad: dict[str, Path]) -> None:
    first, second, *_ = sample_files()
    with Library.open(tmp_path / "library", create=True) as library:
        library.ingest([first])
        before = {document.id for document in library.documents()}
        report = library.ingest([*bad.values(), second])
        assert [file.status for file in report.files] == [*(name.split()[0] for name in bad), "added"]
        assert all(file.reason.endswith(".") for file in report.files if file.status != "added")
        assert before < {document.id for document in library.documents()}
        assert len(library.documents()) == 2


def test_a_bomb_costs_the_others_nothing(tmp_path: Path, corpus: Path) -> None:
    bombs = [corpus / "hostile" / name for name in ("predictor_columns_2e9.pdf", "flate_nested_1GiB.pdf")]
    good = sample_files()[0]
    with Library.open(tmp_path / "library", create=True) as library:
        report = library.ingest([bombs[0], good, bombs[1]])
        assert [file.status for file in report.files] == ["no_text", "added", "memory"]
        assert [document.file_name for document in library.documents()] == [good.name]
