from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractors.errors import NoText
from extractors.flow import HIDDEN
from extractors.model import Reading
from extractors.web import CUT_SHORT, read_html

Read = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_markup(markup: str, encoding: str = "utf-8") -> Reading:
        path = tmp_path / "page.html"
        path.write_bytes(markup.encode(encoding))
        return read_html(path)

    return read_markup


def lines(reading: Reading) -> list[str]:
    return [line.text for line in reading.pages[0].lines]


def cells(reading: Reading) -> list[tuple[int, int, str, int, int]]:
    return [(c.row, c.column, c.text, c.row_span, c.column_span) for c in reading.grids[0].cells]


def test_blocks_are_lines_and_inline_text_is_joined(read: Read) -> None:
    reading = read(
        "<title>网站</title><h1>预算\n说明</h1><p>接待费<b>4</b>万元<br>下一行</p><div>一<div>二</div>三</div>"
        "<script>var x = 1</script><style>p {}</style><!-- 注释 --><p>&nbsp;</p>"
    )
    assert lines(reading) == ["预算 说明", "接待费4万元", "下一行", "一", "二", "三"]
    assert (reading.title, reading.grids) == ("网站", ())


def test_the_article_s_own_title_outweighs_the_window_s(read: Read) -> None:
    assert read("<meta name=ArticleTitle content='局预算'><title>局预算_门户网站</title><p>a").title == "局预算"


def test_tables_keep_their_spans(read: Read) -> None:
    reading = read(
        "单位：万元<table><tr><th rowspan=2>项目<th colspan='2'>预算数</tr><tr><td>基本<td>项目</tr>"
        "<tr><td><p>公务</p><p>接待费</p><td>4.00<td></tr></table>注：无"
    )
    assert cells(reading) == [
        (0, 0, "项目", 2, 1),
        (0, 1, "预算数", 1, 2),
        (1, 1, "基本", 1, 1),
        (1, 2, "项目", 1, 1),
        (2, 0, "公务\n接待费", 1, 1),
        (2, 1, "4.00", 1, 1),
        (2, 2, "", 1, 1),
    ]
    assert lines(reading) == ["单位：万元", "项目\t预算数", "基本\t项目", "公务 接待费\t4.00", "注：无"]


def test_tables_that_lay_out_the_page_are_read_as_blocks(read: Read) -> None:
    reading = read("<table><tr><td>左<td><table><tr><td>项目<td>金额<tr><td>合计<td>4</table></table>")
    assert lines(reading) == ["左", "项目\t金额", "合计\t4"]
    assert read("<table><tr><td>一<tr><td>二</table>").grids == ()


@pytest.mark.parametrize("span", ["0", "-1", "x", "99999999999", "²", ""])
def test_odd_spans_are_one_or_cut(read: Read, span: str) -> None:
    reading = read(f"<table><tr><td rowspan='{span}'>a<td>b<tr><td>c<td>d</table>")
    assert [cell[2] for cell in cells(reading)] == ["a", "b", "c", "d"]


def test_hidden_text_is_no_evidence(read: Read) -> None:
    reading = read(
        "<p>公务接待费4万元</p><p style='display: none'>公务接待费999万元</p><span hidden>甲</span>"
        "<table><tr><td>合计<td>4<i style='visibility:hidden'>99</i><tr><td>a<td>b</table>"
    )
    assert "999" not in reading.pages[0].text
    assert cells(reading)[1][2] == "4"
    assert [(item.text, item.reason) for item in reading.unread] == [
        ("公务接待费999万元", HIDDEN),
        ("甲", HIDDEN),
        ("99", HIDDEN),
    ]


def test_ticked_boxes_are_kept(read: Read) -> None:
    assert lines(read("<p><input type=checkbox>新增<input type=checkbox checked>延续<input type=text value=x>")) == [
        "□新增√延续"
    ]


def test_declared_chinese_encodings(read: Read) -> None:
    assert lines(read("<meta charset='gb2312'><p>公务接待费", "gb18030")) == ["公务接待费"]


def test_nothing_outside_the_file_is_read(read: Read, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("canary")
    uri = (tmp_path / "secret").as_uri()
    reading = read(
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "{uri}">]><p>a&x;b<iframe src="{uri}"></iframe><img src="{uri}">'
    )
    assert "canary" not in reading.pages[0].text


def test_a_page_that_shows_nothing_has_no_text(read: Read) -> None:
    with pytest.raises(NoText):
        read("<html><script>alert(1)</script></html>")


def test_depth_that_the_parser_refuses_is_said(read: Read) -> None:
    assert read("<p>a</p>" + "<div>" * 5000 + "b").warnings == (CUT_SHORT,)
    assert read("<p>a</p>" + "<div>" * 50 + "b").warnings == ()
