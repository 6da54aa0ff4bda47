from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from extractors import office
from extractors.errors import DamagedFile, EncryptedFile, ExtractionError, NoText, TooLarge
from extractors.office import read_docx, read_xlsx

Edit = Callable[[bytes], bytes]


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("公务接待费4万元")
    document.save(str(tmp_path / "预算.docx"))
    return tmp_path / "预算.docx"


@pytest.fixture
def excel_file(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "公务接待费"
    book.save(tmp_path / "预算.xlsx")
    return tmp_path / "预算.xlsx"


def edited(path: Path, part: str, edit: Edit) -> Path:
    """The same archive with one part changed (or added)."""
    target = path.with_stem("edited")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), part}:
            data = old.read(name) if name in old.namelist() else b""
            new.writestr(name, edit(data) if name == part else data)
    return target


def test_word_and_excel_are_read(word_file: Path, excel_file: Path) -> None:
    assert read_docx(word_file).pages[0].text == "公务接待费4万元"
    assert read_xlsx(excel_file).pages[0].text == "公务接待费"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(word_file: Path, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "secret").write_text("canary")
    entity = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{(tmp_path / "secret").as_uri()}">]>'

    def insert(data: bytes) -> bytes:
        return (
            data.decode()
            .replace("?>", "?>" + entity, 1)
            .replace("4万元", "&a;")
            .replace("UTF-8", encoding)
            .encode(encoding)
        )

    with pytest.raises(DamagedFile, match="made to do harm"):
        read_docx(edited(word_file, "word/document.xml", insert))


def test_encodings_that_could_hide_one_are_refused(excel_file: Path) -> None:
    hidden = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<a/>'
    with pytest.raises(DamagedFile, match="made to do harm"):
        read_xlsx(edited(excel_file, "xl/workbook.xml", lambda _: hidden))


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("MAX_UNPACKED_BYTES", 1000, "unpacks to more than"),
        ("MAX_PARTS", 3, "unpacks"),
        ("RATIO_COUNTS_FROM_BYTES", 10**5, "grows"),
    ],
)
def test_bombs_are_refused_before_they_are_read(
    excel_file: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str
) -> None:
    bomb = edited(excel_file, "xl/media/image1.bin", lambda _: bytes(1_000_000))
    assert read_xlsx(bomb)
    monkeypatch.setattr(office, limit, value)
    with pytest.raises(TooLarge, match=said):
        read_xlsx(bomb)


def test_a_real_bomb_is_refused(excel_file: Path) -> None:
    with pytest.raises(TooLarge):
        read_xlsx(edited(excel_file, "xl/sharedStrings.xml", lambda _: b"<a>" + bytes(60 * 2**20)))


def test_an_encrypted_part_asks_for_a_password(excel_file: Path) -> None:
    data = excel_file.read_bytes()
    start = data.index(b"PK\x01\x02")
    excel_file.write_bytes(data[: start + 8] + b"\x01" + data[start + 9 :])
    with pytest.raises(EncryptedFile):
        read_xlsx(excel_file)


@pytest.mark.parametrize(
    ("part", "edit", "error"),
    [
        ("xl/workbook.xml", lambda data: data[:100], DamagedFile),
        ("xl/workbook.xml", lambda data: b"", DamagedFile),
        ("xl/worksheets/sheet1.xml", lambda data: data.replace(b'r="A1"', b'r="?"'), DamagedFile),
        ("xl/worksheets/sheet1.xml", lambda data: b"<worksheet/>", NoText),
    ],
)
def test_broken_workbooks_are_sentences(excel_file: Path, part: str, edit: Edit, error: type[ExtractionError]) -> None:
    with pytest.raises(error):
        read_xlsx(edited(excel_file, part, edit))


def test_broken_documents_are_sentences(word_file: Path) -> None:
    with pytest.raises(DamagedFile, match="Word"):
        read_docx(edited(word_file, "word/document.xml", lambda data: data[:300]))
    with pytest.raises(DamagedFile, match="Word"):
        read_docx(edited(word_file, "_rels/.rels", lambda data: b"<a/>"))
    word_file.write_bytes(word_file.read_bytes()[:-40])
    with pytest.raises(DamagedFile, match="Word"):
        read_docx(word_file)


def test_links_to_other_files_are_not_followed(word_file: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"canary")
    uri = (tmp_path / "secret.png").as_uri()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="{uri}" TargetMode="External"/></Relationships>'
    path = edited(
        word_file, "word/_rels/document.xml.rels", lambda data: data.replace(b"</Relationships>", link.encode())
    )
    assert read_docx(path).pages[0].text == "公务接待费4万元"
