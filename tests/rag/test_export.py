from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractors.model import Blank, Measure
from extractors.quantities import YUAN
from rag.errors import ExportError
from rag.export import COLUMNS, export_facts, harmless
from rag.library import Library
from tests.rag.builders import cell, make_extraction, make_table, sentence

EXTRACTION = make_extraction(
    file_name="预算.pdf",
    facts=[
        cell("公务\n接待费", "-4.00", code="30217", column=("2021年", "合计"), subject="甲市档案馆"),
        cell("培训费", "1E+3", unit=YUAN, year=None),
        cell("=HYPERLINK(\"http://x\")", "", blank=Blank.EMPTY),
        sentence("@SUM(1) 占43.23", "+cmd", "43.23", unit=None, measure=Measure.SHARE, year=2020),
    ],
    tables=[make_table("“三公”经费表", ("项目", "合计"), [])],
)  # fmt: skip


@pytest.fixture
def filled(library: Library) -> Library:
    library.add(EXTRACTION)
    return library


def jsonl(library: Library, folder: Path) -> list[dict[str, Any]]:
    path = folder / "facts.jsonl"
    assert export_facts(library, path) == len(EXTRACTION.facts)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_row_holds_everything_in_the_promised_order(filled: Library, tmp_path: Path) -> None:
    first = jsonl(filled, tmp_path)[0]
    assert tuple(first) == COLUMNS
    assert first == {
        "document": "预算.pdf",
        "document_id": EXTRACTION.sha256,
        "agency": "甲市档案馆",
        "place": "甲市",
        "year": 2021,
        "phase": "budget",
        "level": "unit",
        "kind": "cell",
        "statement": "three_public",
        "table": "“三公”经费表",
        "page": 3,
        "row": "公务\n接待费",
        "code": "30217",
        "column": "2021年/合计",
        "subject": "甲市档案馆",
        "measure": "approved_budget",
        "value": "-4.00",
        "unit": "万元",
        "quote": "-4.00",
        "bbox": [50.0, 100.0, 120.5, 112.25],
        "source": "text",
    }


def test_values_are_plain_decimals_and_blanks_are_empty(filled: Library, tmp_path: Path) -> None:
    rows = jsonl(filled, tmp_path)
    assert [(row["value"], row["unit"]) for row in rows] == [("-4.00", "万元"), ("1000", "元"), ("", ""), ("43.23", "")]


def test_year_is_the_figure_s_own_else_the_document_s(filled: Library, tmp_path: Path) -> None:
    assert [row["year"] for row in jsonl(filled, tmp_path)] == [2021, 2021, 2021, 2020]


def test_csv_opens_in_a_spreadsheet_without_running_anything(filled: Library, tmp_path: Path) -> None:
    path = tmp_path / "facts.csv"
    export_facts(filled, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["value"]) for row in rows] == [
        ("公务\n接待费", "-4.00"),
        ("培训费", "1000"),
        ('\'=HYPERLINK("http://x")', ""),
        ("'+cmd", "43.23"),
    ]
    assert rows[0]["bbox"] == "[50.0, 100.0, 120.5, 112.25]"


def test_xlsx_holds_numbers_as_numbers_and_no_formula(filled: Library, tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    export_facts(filled, path)
    headings, *rows = openpyxl.load_workbook(path).active.iter_rows()
    assert tuple(cell.value for cell in headings) == COLUMNS
    value, row = COLUMNS.index("value"), COLUMNS.index("row")
    assert [cells[value].value for cells in rows] == [-4, 1000, None, 43.23]
    assert {cells[row].data_type for cells in rows} == {"s"}


def test_parquet_where_pyarrow_is_there(filled: Library, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "facts.parquet"
    export_facts(filled, path)
    table = parquet.read_table(path)
    assert tuple(table.column_names) == COLUMNS
    assert table.column("value").to_pylist() == ["-4.00", "1000", "", "43.23"]


def test_parquet_without_pyarrow_says_what_to_do(
    filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.export.find_spec", lambda name: None)
    with pytest.raises(ExportError, match="need the package pyarrow"):
        export_facts(filled, tmp_path / "facts.parquet")


@pytest.mark.parametrize("name", ["facts.doc", "facts", "nowhere/facts.csv"])
def test_file_that_cannot_be_written_is_told(filled: Library, tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match="facts"):
        export_facts(filled, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["library"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-1,234.50", "-1,234.50"),
        ("-7.1%", "-7.1%"),
        ("公务接待费", "公务接待费"),
        ("", ""),
        (None, None),
        (-3, -3),
    ],
)
def test_harmless(text: object, shown: object) -> None:
    assert harmless(text) == shown
