"""What a reader process takes at most."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.extractors.sheet import Sheet

MOST_MEGABYTES = 400
MOST_MEGABYTES_A_PAGE = 0.2
"""What was read of a full page: 200 cells, 110 figures with their meanings. No page of the engine, no character."""
READ = """
import resource, sys
from pathlib import Path
from extractors.isolation import extract_isolated
pages = len(extract_isolated(Path(sys.argv[1])).pages)
print(pages, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def reader_megabytes(path: Path) -> tuple[int, int]:
    """Pages that were read, and the most memory that the reader process held."""
    output = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True).stdout
    pages, megabytes = output.split()
    return int(pages), int(megabytes)


def long_document(path: Path, pages: int) -> Path:
    sheet = Sheet(path)
    rows = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    rows += [[f"201{i:02}", "一般公共服务支出", f"{3 * i}.00", f"{i}.00", f"{2 * i}.00"] for i in range(40)]
    for number in range(pages):
        if number:
            sheet = sheet.page()
        sheet.text(60, 40, "部门支出总表").text(400, 60, "单位：万元").table(60, 80, [80, 160, 80, 80, 80], rows)
    return sheet.save()


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
def test_of_a_page_only_what_was_read_stays_in_memory(tmp_path: Path) -> None:
    few, short = reader_megabytes(long_document(tmp_path / "short.pdf", 26))
    many, long = reader_megabytes(long_document(tmp_path / "long.pdf", 262))
    assert (few, many) == (26, 262)
    assert long - short < MOST_MEGABYTES_A_PAGE * (262 - 26)
    assert long < MOST_MEGABYTES
