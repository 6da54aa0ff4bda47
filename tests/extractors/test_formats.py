from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from extractors import formats
from extractors.errors import DamagedFile, EncryptedFile, ExtractionError, TooLarge, UnsupportedFormat
from extractors.formats import Format, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def archive(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as target:
        for name, text in parts.items():
            target.writestr(name, text)
    return data.getvalue()


def office(content_type: str) -> bytes:
    return archive(**{"[Content_Types].xml": f'<Types><Override ContentType="{content_type}"/></Types>'})


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("预算.pdf", b"%PDF-1.7\n", Format.PDF),
        ("预算.docx", b"%PDF-1.7\n", Format.PDF),
        ("bytes-before.pdf", b"\xef\xbb\xbf\r\n%PDF-1.4", Format.PDF),
        ("预算.docx", office(WORD), Format.DOCX),
        ("预算.xlsx", office(EXCEL), Format.XLSX),
        ("no suffix", office(EXCEL), Format.XLSX),
        ("预算.html", b"<!DOCTYPE html><html></html>", Format.HTML),
        ("预算.xls", b"\xef\xbb\xbf <HTML xmlns:o='x'><table>", Format.HTML),
        ("预算.htm", b"<?xml version='1.0'?>\n<!-- x -->\n<html>", Format.HTML),
        ("fragment.html", "<table><tr><td>公务接待费".encode("gbk"), Format.HTML),
        ("预算.txt", "单位：万元".encode(), Format.TEXT),
        ("预算.txt", "单位：万元 4.00".encode("gb18030"), Format.TEXT),
        ("预算.txt", "单位：万元 4.00\n".encode("utf-16"), Format.TEXT),
        ("预算.md", "# 预算\n\n<table></table>".encode(), Format.TEXT),
        ("BMW.txt", b"BMW 520", Format.TEXT),
        ("cut within a character.txt", ("预" * 5000).encode()[:-1], Format.TEXT),
    ],
)
def test_content_counts(tmp_path: Path, name: str, data: bytes, expected: Format) -> None:
    assert sniff(written(tmp_path, name, data)) is expected


@pytest.mark.parametrize(
    ("name", "data", "error", "said"),
    [
        ("预算.pdf", b"", DamagedFile, "empty"),
        ("预算.pdf", b"<html>404</html>", UnsupportedFormat, "content is a web page; save the page as .html"),
        ("预算.pdf", b"trailer << >>", DamagedFile, "name says PDF"),
        ("预算.docx", b"PK\x03\x04 cut short", DamagedFile, "cut short"),
        ("预算.xlsx", b"1,2,3", DamagedFile, "name says Excel"),
        ("预算.docx", OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedFile, "password"),
        ("预算.doc", OLE, UnsupportedFormat, "old Word"),
        ("预算.xlsm", office(MACROS), UnsupportedFormat, "macros"),
        ("预算.pptx", office(SLIDES), UnsupportedFormat, "presentation"),
        ("预算.ofd", archive(**{"OFD.xml": "<OFD/>"}), UnsupportedFormat, "OFD"),
        ("预算.zip", archive(**{"预算.pdf": "x"}), UnsupportedFormat, "ZIP archive. Unpack"),
        ("预算.rar", b"Rar!\x1a\x07", UnsupportedFormat, "RAR archive. Unpack"),
        ("扫描.jpg", b"\xff\xd8\xff\xe0", UnsupportedFormat, "picture"),
        ("x.bin", bytes(range(32)) * 9, UnsupportedFormat, "neither PDF"),
    ],
)
def test_what_is_not_read_says_what_it_is(
    tmp_path: Path, name: str, data: bytes, error: type[ExtractionError], said: str
) -> None:
    with pytest.raises(error) as raised:
        sniff(written(tmp_path, name, data))
    assert said in str(raised.value)


def test_the_name_handed_in_outweighs_that_of_the_stored_file(tmp_path: Path) -> None:
    path = written(tmp_path, "0f3a", b"<html></html>")
    assert sniff(path) is Format.HTML
    with pytest.raises(UnsupportedFormat):
        sniff(path, name="预算.PDF")


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match="cannot be opened"):
        sniff(tmp_path / "missing.pdf")


def test_size_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "large.pdf", b"%PDF-1.7" + bytes(2 * 2**20))
    assert sniff(path) is Format.PDF
    monkeypatch.setattr(formats, "MAX_FILE_BYTES", 2**20)
    with pytest.raises(TooLarge, match="more than 1 MB"):
        sniff(path)
