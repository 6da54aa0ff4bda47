"""A wide table printed sideways on an upright page: read as it is meant, cited where it is shown."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
import pytest

from extractors import extract
from extractors.model import Source
from tests.extractors.sheet import Sheet

LANDSCAPE = (842.0, 595.0)
ROWS = [("科目编码", "科目名称", "合计", "基本支出", "项目支出"), ("20103", "办公厅", "12.34", "7.34", "5.00")]


def sideways(path: Path, clockwise: bool, rotation: int = 0) -> Path:
    """One landscape table on a portrait page, turned by a quarter; `rotation` is the page's own /Rotate."""
    sheet = Sheet(path, LANDSCAPE)
    width, height = LANDSCAPE[1], LANDSCAPE[0]
    sheet.canvas.setPageSize((width, height))
    if clockwise:
        sheet.canvas.translate(0, height)
        sheet.canvas.rotate(-90)
    else:
        sheet.canvas.translate(width, 0)
        sheet.canvas.rotate(90)
    sheet.text(300, 60, "2021年支出预算总表").text(600, 80, "单位：万元")
    sheet.table(60, 110, [100, 200, 100, 100, 100], ROWS).save()
    with pdfium.PdfDocument(path.read_bytes()) as document:
        document[0].set_rotation(rotation)
        document.save(path)
    return path


def printed(path: Path, text: str) -> tuple[float, float]:
    """The middle of the figure on the page as displayed, by another engine: its characters, wherever they run."""
    with pdfplumber.open(path) as document:
        chars = document.pages[0].chars
    wanted = ["".join(c["text"] for c in chars[i : i + len(text)]) == text for i in range(len(chars))].index(True)
    found = chars[wanted : wanted + len(text)]
    xs = [c["x0"] for c in found] + [c["x1"] for c in found]
    ys = [c["top"] for c in found] + [c["bottom"] for c in found]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


@pytest.mark.parametrize(("clockwise", "rotation"), [(False, 0), (True, 0), (False, 90), (False, 180)])
def test_a_sideways_table_is_read_and_cited_where_it_is_shown(tmp_path: Path, clockwise: bool, rotation: int) -> None:
    path = sideways(tmp_path / "示例局2021年预算.pdf", clockwise, rotation)
    found = extract(path)
    assert (found.pages[0].width, found.pages[0].height) == ((595, 842) if rotation % 180 == 0 else (842, 595))
    facts = {str(fact.amount.value): fact for fact in found.facts if fact.amount}
    assert set(facts) == {"12.34", "7.34", "5.00"}
    for value, fact in facts.items():
        x, y = printed(path, value)
        assert fact.bbox is not None
        assert fact.bbox[0] < x < fact.bbox[2]
        assert fact.bbox[1] < y < fact.bbox[3]
    assert facts["5.00"].column == ("项目支出",)
    assert facts["5.00"].label == "办公厅"
    assert (facts["5.00"].source, facts["5.00"].confidence) == (Source.TEXT, None)
    assert Decimal("5.00") == facts["5.00"].amount.value  # type: ignore[union-attr]


def test_a_few_turned_characters_do_not_turn_the_page(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "示例局2021年预算.pdf").text(200, 60, "2021年支出预算总表").text(400, 80, "单位：万元")
    sheet.table(60, 110, [80, 120, 80, 80, 80], ROWS)
    sheet.canvas.rotate(90)
    sheet.canvas.drawString(20, -20, "示例局")
    found = extract(sheet.save())
    assert [str(fact.amount.value) for fact in found.facts if fact.amount] == ["12.34", "7.34", "5.00"]
