"""收支预算总表 of provincial organs, as others extracted them, against what we read."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from extractors import extract

_ORDINAL = re.compile(r"^(\d+[.、]|[一二三四五六七八九十]+、)")

CASES = [
    ("江苏省委办公厅-收支预算总表.csv", "2017", "江苏省委办公厅2017年预算公开表格.pdf"),
    ("江苏省人民检察院-收支预算总表.csv", "2019", "2019年度部门预算公开.pdf"),
]


@pytest.mark.parametrize(("table", "year", "document"), CASES)
def test_every_figure_of_the_balance_is_read(corpus: Path, table: str, year: str, document: str) -> None:
    with (corpus / "truth" / table).open(encoding="utf-8-sig", newline="") as lines:
        row = next(row for row in csv.DictReader(lines) if row[""].startswith(year))
    expected = {name: Decimal(value) for name, value in row.items() if name and value}
    facts = extract(corpus / "real" / "jiangsu" / document).facts
    stated = {_ORDINAL.sub("", f.label): f.amount.value for f in facts if f.statement == "balance" and f.amount}
    # A label that a ruling cuts (单位预留机动经 / 费) still begins the name.
    read = {
        name: next((v for label, v in stated.items() if label and name.startswith(label)), None) for name in expected
    }
    assert read == expected
