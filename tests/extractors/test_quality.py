"""The quality of a reading in numbers."""

from __future__ import annotations

from pathlib import Path

from extractors import extract
from extractors.checks import check_document, document_of
from extractors.quality import Quality, measure_quality
from tests.extractors.sheet import Sheet


def quality_of(path: Path) -> Quality:
    extraction = extract(path)
    return measure_quality(extraction, check_document(document_of(extraction)))


def disclosure(path: Path, project: str) -> Path:
    """A budget of one table whose last row's parts are 2.00 and `project`."""
    sheet = (
        Sheet(path)
        .text(200, 40, "示例市档案局2023年部门预算")
        .text(200, 70, "2023年部门支出总表")
        .text(420, 90, "单位：万元")
    )
    rows = [
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("", "合计", "5.00", "2.00", "3.00"),
        ("2012601", "行政运行", "5.00", "2.00", project),
    ]
    return sheet.table(40, 110, [90, 150, 80, 80, 80], rows).save()


def test_a_good_reading_counts_its_cells_and_sums(tmp_path: Path) -> None:
    quality = quality_of(disclosure(tmp_path / "a.pdf", "3.00"))
    assert quality.statements_found == ("支出总表",)
    assert "“三公”经费表" in quality.statements_missing
    assert quality.unit_sources == {"above": 1}
    assert (quality.numeric_cells, quality.numeric_cells_read, quality.cell_share) == (6, 6, 1.0)
    assert quality.sums_made > 0
    assert quality.sum_share == 1.0
    assert (quality.pages_by_ocr, quality.pages_unread, quality.unread) == (0, 0, 0)


def test_rows_that_do_not_add_up_lower_the_share(tmp_path: Path) -> None:
    held = quality_of(disclosure(tmp_path / "a.pdf", "3.00"))
    broken = quality_of(disclosure(tmp_path / "b.pdf", "7.00"))
    assert broken.sums_held < held.sums_held
