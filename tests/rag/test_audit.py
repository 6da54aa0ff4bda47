"""Findings of a library: merged, said in sentences, cited, counted; over the years; and as files to hand on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractors import extract
from extractors.model import Extraction, Measure, Phase, Source
from extractors.quantities import PERCENT
from rag.audit import Audit, audit
from rag.audit_listing import audit_text
from rag.audit_report import write_report
from rag.errors import ExportError
from rag.library import Library
from tests.extractors.sheet import Sheet
from tests.rag.builders import change, make_extraction, sentence

QUOTE = "2021年“三公”经费预算为14万元，比2020年减少14.4万元，下降49.3%。"


def wrong_rate(year: int = 2021) -> Extraction:
    about = {"item": "three_public", "year": year, "subject": "甲市档案馆"}
    fell = {"base_year": year - 1, "direction": -1}
    facts = [
        sentence(QUOTE, "“三公”经费", "14", **about),
        sentence(QUOTE, "“三公”经费", "14.4", measure=Measure.CHANGE, **about, **fell),
        sentence(QUOTE, "“三公”经费", "49.3%", measure=Measure.CHANGE_PERCENT, unit=PERCENT, **about, **fell),
    ]
    return make_extraction(agency="甲市档案馆", year=year, facts=facts)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        yield opened


def test_a_finding_says_what_and_where(library: Library) -> None:
    library.add(wrong_rate())
    (finding,) = audit(library).findings
    told = finding.to_json({finding.document_id: "文件.pdf"})
    assert {key: told[key] for key in ("kind", "status", "rule", "stated", "expected")} == {
        "kind": "percent",
        "status": "differs",
        "rule": "change_rate",
        "stated": "49.3 %",
        "expected": "50.7 %",
    }
    assert "49.3 %" in told["message"] and "50.7 %" in told["message_en"]
    assert told["citations"][0]["page"] == 2 and told["citations"][0]["bbox"] != [0, 0, 0, 0]
    assert told["citations"][0]["quote"] == QUOTE


def test_what_was_recognised_in_a_picture_decides_nothing(library: Library) -> None:
    read = wrong_rate()
    library.add(replace(read, facts=tuple(replace(fact, source=Source.OCR) for fact in read.facts)))
    assert [finding.status for finding in audit(library).findings] == ["undecided"]


def test_the_ledger_counts_what_was_and_was_not_checked(library: Library) -> None:
    library.add(wrong_rate())
    ((_, tallies),) = audit(library).tallies.items()
    counted = {(tally.rule, tally.outcome): tally.count for tally in tallies}
    assert counted["change_rate", "differs"] == 1
    assert counted["revenue_is_expenditure", "not_enough_data"] == 1
    assert counted["expenditure_accounts", "not_applicable"] == 1


def test_a_figure_knows_the_findings_that_it_takes_part_in(library: Library) -> None:
    library.add(wrong_rate())
    document = library.documents()[0]
    (finding,) = audit(library).findings
    facts = library.facts(document_ids=[document.id])
    assert [finding.is_about(fact) for fact in facts] == [True, True, True]
    assert [finding.disputes(fact) for fact in facts] == [False, False, True]


def test_documents_of_neighbouring_years_are_compared(library: Library) -> None:
    told = change("增加", "公务接待费", item="official_reception", current="5.00", difference="1.00", direction=1)
    new = make_extraction(agency="甲市档案馆", year=2021, changes=[told])
    old = [sentence("4", "公务接待费", "4.50", item="official_reception", year=2020, subject="甲市档案馆")]
    library.add(new)
    library.add(make_extraction(agency="甲市档案馆", year=2020, facts=old))
    (finding,) = audit(library).findings
    assert (finding.rule.key, finding.status, finding.stated, finding.expected) == (
        "series_prior", "undecided", "4 万元", "4.5 万元",
    )  # fmt: skip
    years = {document.id: document.year for document in library.documents()}
    assert [years[place.document_id] for place in finding.places] == [2021, 2020]


def test_only_the_named_documents_are_audited(library: Library) -> None:
    library.add(wrong_rate())
    library.add(wrong_rate(2019))
    document = library.documents()[0]
    assert [d.id for d in audit(library, [document.id]).documents] == [document.id]


# ------------------------------------------------------------------------------------------------------- reports


def drawn(path: Path) -> Path:
    """A budget with a wrong total, and a label that a browser and a spreadsheet would take for something else."""
    sheet = Sheet(path / "预算.pdf", size=(842.0, 595.0)).text(300, 30, "示例市档案局2023年部门预算")
    rows = [
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("", "合计", "12.00", "9.00", "3.00"),
        ("2012601", "行政运行", "9.00", "9.00", ""),
        ("2012604", "=1+1<script>", "5.00", "", "3.00"),
    ]
    sheet.text(300, 60, "2023年部门支出总表").text(500, 80, "单位：万元").table(40, 100, [60, 200, 80, 80, 80], rows)
    return sheet.save()


@pytest.fixture
def audited(library: Library, tmp_path: Path) -> Audit:
    library.ingest([drawn(tmp_path)], jobs=1)
    return audit(library)


def test_the_page_holds_everything_and_asks_nobody(audited: Audit, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    write_report(audited, library, path)
    page = path.read_text("utf-8")
    assert audited.documents[0].id in page
    assert "5.00" in page and "9 + 5 = 14" in page
    assert page.count('src="data:image/png;base64,') >= 1
    assert not re.search(r"(?:src|href)=\"(?!data:)|url\(|@import", page)
    assert "<script" not in page and "&lt;script&gt;" in page


def test_the_workbook_runs_no_formula_of_a_document(audited: Audit, library: Library, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "报告.xlsx"
    write_report(audited, library, path)
    book = load_workbook(path)
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert any(cell.value == audited.documents[0].id for cell in cells)
    assert book.sheetnames == ["发现 findings", "四舍五入 rounding", "核对 coverage", "文件 documents"]


def test_a_report_of_another_kind_is_refused_in_a_sentence(audited: Audit, library: Library, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"must end in \.html, \.xlsx"):
        write_report(audited, library, tmp_path / "报告.pdf")
    assert not list(tmp_path.glob("报告*"))


def test_the_lines_for_a_terminal_end_with_the_count(audited: Audit) -> None:
    lines = audit_text(audited).splitlines()
    assert lines[-1].startswith("1 documents, ") and lines[-1].endswith(" contradictions.")
    assert any(line.startswith("  ≠ 第 1 页") for line in lines)


def test_the_same_document_audits_alike_from_file_and_library(library: Library, tmp_path: Path) -> None:
    from extractors.checks import check_document, document_of

    path = drawn(tmp_path)
    library.ingest([path], jobs=1)
    stored = check_document(library.loaded(library.documents()[0]).document)
    fresh = check_document(document_of(extract(path)))

    def told(checks: list) -> list[tuple[str, str, str, str]]:  # type: ignore[type-arg]
        return sorted((c.rule, c.outcome.value, c.stated, c.expected) for c in checks if c.figures)

    assert told(stored) == told(fresh)
    assert library.documents()[0].phase is Phase.BUDGET
