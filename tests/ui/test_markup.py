from __future__ import annotations

import pytest

from ui.markup import element, markdown, table


def _mark(n: int, figure: str = "") -> str | None:
    return f"<a{n}>{figure or n}</a{n}>" if n in (1, 2) else None


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("一行", "<p>一行</p>"),
        ("两\n行", "<p>两<br>行</p>"),
        ("一段\n\n又一段", "<p>一段</p><p>又一段</p>"),
        ("**4.00 万元**", "<p><strong>4.00 万元</strong></p>"),
        ("**见 [1]**", "<p><strong>见 <a1>1</a1></strong></p>"),
        ("见 [2] 和 [3]", "<p>见 <a2>2</a2> 和 [3]</p>"),
        ("**4.00 万元** [1]", "<p><a1><strong>4.00 万元</strong></a1> <a1>1</a1></p>"),
        ("共 1,234.5万元 [2] [1]", "<p>共 <a2>1,234.5万元</a2> <a2>2</a2> <a1>1</a1></p>"),
        ("2021年 [1]、第 6 页正文 [1]", "<p>2021年 <a1>1</a1>、第 6 页正文 <a1>1</a1></p>"),
        ("**4.00** [7]", "<p><strong>4.00</strong> [7]</p>"),
        ("## 标题", "<h4>标题</h4>"),
        ("- 甲\n- 乙", "<ul><li>甲</li><li>乙</li></ul>"),
        ("1. 甲\n2. 乙", "<ol><li>甲</li><li>乙</li></ol>"),
        ("- 甲\n  其一\n  其二\n- 乙", "<ul><li>甲<br>其一<br>其二</li><li>乙</li></ul>"),
        ("> 原文\n>\n> ——文件 [1]", "<blockquote><p>原文</p><p>——文件 <a1>1</a1></p></blockquote>"),
        ("1&lt;2 &amp; https&#58;//x", "<p>1&lt;2 &amp; https://x</p>"),
        (r"两个 \*\*星号\*\*", "<p>两个 **星号**</p>"),
        ("4.00 是金额，不是列表", "<p>4.00 是金额，不是列表</p>"),
        ("", ""),
    ],
)
def test_the_markdown_of_answers(text: str, html: str) -> None:
    assert markdown(text, _mark) == html


def test_a_table_has_headings_and_cells_and_no_rule_row() -> None:
    html = markdown("| 项目 | 数 |\n|---|---:|\n| 接待费 | **4.00** [1] |", _mark)
    assert html == table(["项目", "数"], [["接待费", "<a1><strong>4.00</strong></a1> <a1>1</a1>"]])


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "**<script>alert(1)</script>**",
        "- <svg onload=alert(1)>",
        "| <b>x</b> | y |",
        "# <iframe src=//evil.example>",
        r"\<img src=x onerror=alert(1)\>",
        "> <a href='javascript:alert(1)'>x</a>",
        "&lt;img src=x onerror=alert(1)&gt;",
        "&#60;img src=x onerror=alert(1)&#62;",
    ],
)
def test_html_stays_text(text: str) -> None:
    html = markdown(text, _mark)
    assert not any(f"<{tag}" in html for tag in ("img", "script", "svg", "b>", "iframe", "a "))
    assert "&lt;" in html


@pytest.mark.parametrize(
    "text", ["![x](https://evil.example/a.png)", "[x](javascript:alert(1))", "<https://evil.example>"]
)
def test_links_and_images_stay_text(text: str) -> None:
    assert not any(f"<{tag}" in markdown(text) for tag in ("img", "a"))


def test_attributes_are_escaped() -> None:
    assert (
        element("p", data_ask='"><img src=x>', class_="c") == '<p data-ask="&quot;&gt;&lt;img src=x&gt;" class="c"></p>'
    )
