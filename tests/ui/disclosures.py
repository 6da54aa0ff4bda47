"""A disclosure of one page, typeset here, that contradicts itself."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
AGENCY = "甲市档案馆"
LINES = (
    (780, "甲市档案馆2021年部门预算"),
    (740, "第三部分 2021年部门预算情况说明"),
    (700, "一、“三公”经费支出预算情况说明"),
    (670, "2021年“三公”经费预算为14万元。比2020年预算数减少14.4万元，下降49.3%。"),
)
STATED, EXPECTED = "49.3\xa0%", "50.7\xa0%"
QUESTION = "甲市档案馆2021年“三公”经费预算是多少？"


def write_disclosure(path: Path) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=True)
    canvas.setFont(FONT, 10)
    for height, line in LINES:
        canvas.drawString(60, height, line)
    canvas.save()
    return path
