from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.errors import DamagedFile, NoText
from extractors.model import Reading
from extractors.plain import FLATTENED, MISALIGNED, read_text

Read = Callable[[str], Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_lines(text: str) -> Reading:
        path = tmp_path / "预算.txt"
        path.write_text(text, encoding="utf-8", newline="")
        return read_text(path)

    return read_lines


def texts(reading: Reading) -> list[list[str]]:
    return [[line.text for line in page.lines] for page in reading.pages]


def cells(reading: Reading, grid: int = 0) -> list[tuple[int, int, str]]:
    return [(cell.row, cell.column, cell.text) for cell in reading.grids[grid].cells]


def test_lines_and_tab_separated_tables(read: Read) -> None:
    reading = read(
        "## 支出表\r\n\r\n单位名称：局\t单位：万元\r\n\r\n项目\t**预算数**\r\n合计\t4.00\r\n接待费\t\r\n\r\n注：无\r\n"
    )
    assert texts(reading) == [["支出表", "单位名称：局\t单位：万元", "项目\t预算数", "合计\t4.00", "接待费", "注：无"]]
    assert cells(reading) == [
        (0, 0, "项目"),
        (0, 1, "预算数"),
        (1, 0, "合计"),
        (1, 1, "4.00"),
        (2, 0, "接待费"),
        (2, 1, ""),
    ]
    assert (reading.grids[0].first_line, reading.grids[0].last_line) == (2, 4)


def test_markdown_tables(read: Read) -> None:
    reading = read("表\n| 项目 | 金额 |\n|---|---:|\n| 合计 | 4.00 |\n\n后文 | 一")
    assert cells(reading) == [(0, 0, "项目"), (0, 1, "金额"), (1, 0, "合计"), (1, 1, "4.00")]
    assert texts(reading) == [["表", "项目\t金额", "合计\t4.00", "后文 | 一"]]


def test_html_tables_in_markdown(read: Read) -> None:
    reading = read("前\n<table>\n<tr><td rowspan=2>甲</td><td>1.00</td></tr>\n<tr><td>2.00</td></tr></table>尾\n后")
    assert cells(reading) == [(0, 0, "甲"), (0, 1, "1.00"), (1, 1, "2.00")]
    assert texts(reading) == [["前", "甲\t1.00", "2.00", "尾", "后"]]


def test_a_table_that_is_not_closed_ends_with_the_page(read: Read) -> None:
    assert cells(read("<table><tr><td>a<td>b\n<tr><td>c<td>d"))[-1] == (1, 1, "d")


def test_pages_are_numbered_and_tables_stay_on_theirs(read: Read) -> None:
    reading = read("封面\f项目\t金额\n合计\t4.00\f")
    assert [page.number for page in reading.pages] == [1, 2]
    assert {(grid.page, cell.page) for grid in reading.grids for cell in grid.cells} == {(2, 2)}


def test_flattened_tables_are_unread_and_their_lines_stay(read: Read) -> None:
    reading = read("说明\f表\n合计 829.31 829.31\n招商引资 30.00 30.00")
    assert [(item.page, item.text, item.reason) for item in reading.unread] == [(2, "合计 829.31 829.31", FLATTENED)]
    assert texts(reading)[1] == ["表", "合计 829.31 829.31", "招商引资 30.00 30.00"]


def test_rows_that_cannot_be_lined_up_are_unread(read: Read) -> None:
    good = "".join(f"款{i}\t{i}.00\t项{i}\t{i}.50\n" for i in range(9))
    reading = read("项目\t金额\t项目\t金额\n" + good + "款\t项\t9.00\t名\n")
    assert [(item.text, item.reason) for item in reading.unread] == [("款 项 9.00 名", MISALIGNED)]


def test_no_text(read: Read, tmp_path: Path) -> None:
    with pytest.raises(NoText):
        read(" \n\f\n")
    (tmp_path / "x.txt").write_bytes(bytes(range(32)) * 50)
    with pytest.raises(DamagedFile):
        read_text(tmp_path / "x.txt")
