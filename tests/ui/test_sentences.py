"""What is refused is said in the language of the page: every sentence of the program, and those of real bad files."""

from __future__ import annotations

import ast
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

import extractors.errors
import rag.errors
from extractors import extract
from extractors.errors import ExtractionError
from extractors.isolation import IsolatedExtractor, Limits
from samples import sample_files
from ui.sentences import load_sentences, tell
from ui.texts import load_texts

ROOT = Path(__file__).parents[2]
EN, ZH = load_texts("en"), load_texts("zh")
KINDS = {
    name
    for module in (extractors.errors, rag.errors)
    for name, kind in vars(module).items()
    if isinstance(kind, type) and issubclass(kind, Exception)
} | {"FileReport", "WorkerError"}
SAMPLE = "7"  # what stands in a sentence's gaps
PUT_TOGETHER = {"The file is 7. 7", "The file has no text to read: 7. Ask the publisher for a version with text."}
"""Sentences of several parts, which real files below show whole."""
NAMES = set(
    re.findall(
        r"\w+",
        "PDF OFD RTF ZIP RAR PNG XML UTF Word Excel WPS docx xlsx html txt csv jsonl gzip ingest "
        "pyarrow mcp pip install mingzhang",
    )
)


def _english(text: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in NAMES]


def _sentences() -> Iterator[str]:
    """Every text that is raised as an error of ours or reported of a file, with SAMPLE in its gaps."""
    for path in (path for folder in ("extractors", "rag", "ui") for path in (ROOT / folder).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id in KINDS:
                for given in call.args[-1:] if call.func.id != "FileReport" else call.args[2:3]:
                    named = constants.get(given.id, given) if isinstance(given, ast.Name) else given
                    text = _written(named)
                    if text and " " in text:
                        yield text


def _written(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_written(part) if isinstance(part, ast.Constant) else SAMPLE for part in parts)
        case _:
            return ""


def test_every_sentence_of_the_program_is_told_in_chinese() -> None:
    said = set(_sentences())
    assert len(said) > 60
    assert {text: tell(text, ZH) for text in said - PUT_TOGETHER if _english(tell(text, ZH))} == {}


@pytest.mark.parametrize(
    "said",
    [
        "2 of 10 pages are pictures without text and were not read: 3, 4",
        "page 3 has 60000 lines; its tables were not read",
        "The web page is nested deeper than any real one; what is further down was not read.",
        "It takes the place of an older edition of the same name. It is neither a budget nor final accounts: "
        "loaded for its text.",
        "The same content is loaded as 预算2021.pdf.",
    ],
)
def test_what_was_not_read_is_told_in_chinese(said: str) -> None:
    assert _english(tell(said, ZH).replace("预算2021.pdf", "")) == []
    assert tell(said, EN) == said


def test_several_sentences_are_told_one_after_another() -> None:
    both = "2 of 10 pages are pictures without text and were not read: 3, 4 It takes the place of an older edition of "
    told = "共 10 页，其中 2 页是没有文字的图片，没有读出：第 3, 4 页。取代了原来同名的旧版。"
    assert tell(both + "the same name.", ZH) == told
    assert tell("What nobody foresaw.", ZH) == "What nobody foresaw."


def test_no_sentence_is_swallowed_by_another() -> None:
    """Each is found by its own words: what it names stays, and it names nothing that the other language lacks."""
    for sentence in load_sentences()[0]:
        assert set(sentence.pattern.groupindex) >= set(re.findall(r"\{(\w+)\}", sentence.chinese))
    assert tell("甲 has 乙.pdf has 3 pages.", ZH) == "《甲 has 乙.pdf》只有 3 页。"


def _bad_files(folder: Path) -> Iterator[Path]:
    """One of each kind that somebody hands in by mistake."""
    sample = sample_files()[0].read_bytes()
    contents = {
        "empty.pdf": b"",
        "cut.pdf": sample[:3000],
        "page.pdf": b"<!DOCTYPE html><html><body>404</body></html>",
        "word.pdf": "说明".encode(),
        "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "many.rar": b"Rar!" + bytes(64),
        "noise.bin": bytes(range(128, 256)) * 4,
        "blank.txt": b" \n \n",
        "empty.html": b"<html><body><script>1</script></body></html>",
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        "closed.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "cut.docx": b"PK\x03\x04" + bytes(40),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        yield folder / name
    canvas = Canvas(str(folder / "closed.pdf"), encrypt=pdfencrypt.StandardEncryption("secret"))
    canvas.drawString(100, 700, "closed")
    canvas.save()
    yield folder / "closed.pdf"
    blank = Canvas(str(folder / "blank.pdf"))
    blank.showPage()
    blank.save()
    yield folder / "blank.pdf"
    Document().save(str(folder / "blank.docx"))
    yield folder / "blank.docx"
    Workbook().save(folder / "blank.xlsx")
    yield folder / "blank.xlsx"
    with zipfile.ZipFile(folder / "files.zip", "w") as archive:
        archive.writestr("预算.txt", "说明")
    yield folder / "files.zip"


def test_every_bad_file_is_refused_in_both_languages(tmp_path: Path) -> None:
    said: dict[str, str] = {}
    for path in _bad_files(tmp_path):
        with pytest.raises(ExtractionError) as refused:
            extract(path)
        said[path.name] = str(refused.value)
    assert {name: told for name, text in said.items() if _english(told := tell(text, ZH)) or "。" not in told} == {}
    assert [text for text in said.values() if re.search(r"[\u4e00-\u9fff]", tell(text, EN))] == []
    assert "已损坏" in tell(said["cut.pdf"], ZH) and "密码" in tell(said["closed.pdf"], ZH)


def test_what_takes_too_long_or_too_much_is_refused_in_chinese() -> None:
    reader = IsolatedExtractor(Limits(seconds=0.05))
    with pytest.raises(ExtractionError) as refused:
        reader.extract(sample_files()[0])
    reader.close()
    assert tell(str(refused.value), ZH) == "读了 0.05 秒还没有读完，已停止。请拆成几份再加入。"
