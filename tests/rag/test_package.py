from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from extractors.model import Blank
from extractors.taxonomy import load_taxonomy
from rag.errors import ExportError
from rag.library import Library
from rag.package import DESCRIPTOR, export, export_package
from tests.rag.builders import cell, make_extraction, make_table

EXTRACTION = make_extraction(
    file_name="预算.pdf",
    facts=[
        cell("公务\n接待费", "-4.00", item="official_reception", column=("2021年", "合计")),
        cell('=HYPERLINK("http://x")', "", blank=Blank.EMPTY),
        cell("没有的科目", "1,234.50", item="2999999", code="2999999"),
    ],
    tables=[make_table("“三公”经费表", ("项目", "合计"), [])],
)


@pytest.fixture
def package(library: Library, tmp_path: Path) -> Path:
    library.add(EXTRACTION)
    path = tmp_path / "library.zip"
    assert export_package(library, path) == 3
    return path


def _described(package: Path) -> dict[str, Any]:
    with ZipFile(package) as archive:
        described: dict[str, Any] = json.loads(archive.read(DESCRIPTOR))
        return described


def _rows(package: Path, name: str) -> list[dict[str, str]]:
    with ZipFile(package) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode(), newline="")))


def test_the_standards_own_tool_finds_it_valid(package: Path) -> None:
    pytest.importorskip("frictionless", reason="the data package's own tool is not installed")
    tool = shutil.which("frictionless", path=str(Path(sys.executable).parent))
    assert tool
    done = subprocess.run([tool, "validate", str(package), "--json"], capture_output=True, text=True)
    report = json.loads(done.stdout)
    assert [error["message"] for task in report["tasks"] for error in task["errors"]] == []
    assert {task["name"]: task["stats"]["rows"] for task in report["tasks"]} == {
        "documents": 1,
        "facts": 3,
        "taxonomy": len(list(load_taxonomy().items)),
        "statements": len(_rows(package, "statements")),
    }


def test_it_describes_exactly_what_it_holds(package: Path) -> None:
    described = _described(package)
    with ZipFile(package) as archive:
        names = {resource["path"] for resource in described["resources"]}
        assert set(archive.namelist()) == {*names, DESCRIPTOR}
        for resource in described["resources"]:
            content = archive.read(resource["path"])
            assert resource["bytes"] == len(content)
            assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
            assert content.decode().splitlines()[0] == ",".join(f["name"] for f in resource["schema"]["fields"])


def test_its_sources_are_the_documents(package: Path) -> None:
    assert _described(package)["sources"] == [{"title": "预算.pdf", "version": f"sha256:{EXTRACTION.sha256}"}]
    assert [row["document_id"] for row in _rows(package, "documents")] == [EXTRACTION.sha256]


def test_facts_are_as_printed_and_lead_to_their_item(package: Path) -> None:
    rows = _rows(package, "facts")
    assert [(row["row"], row["value"], row["item"], row["code"]) for row in rows] == [
        ("公务\n接待费", "-4.00", "official_reception", ""),
        ('\'=HYPERLINK("http://x")', "", "", ""),
        ("没有的科目", "1234.50", "", "2999999"),
    ]


def test_equal_libraries_give_equal_packages(library: Library, package: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    export(library, again)
    assert again.read_bytes() == package.read_bytes()


def test_an_empty_library_is_a_package_too(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "empty.zip"
    assert export(library, path) == 0
    assert "sources" not in _described(path)
    assert _rows(path, "facts") == []


def test_what_cannot_be_written_is_a_sentence_and_leaves_nothing(library: Library, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"nowhere.*cannot be written"):
        export(library, tmp_path / "nowhere" / "library.zip")
    with pytest.raises(ExportError, match=r"\.csv.*\.zip"):
        export(library, tmp_path / "library.doc")
    assert list(tmp_path.glob("*.zip")) == []
