from __future__ import annotations

import pytest

from extractors.markup import plain_field, plain_line


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## 2021 年部门支出总体情况表", "2021 年部门支出总体情况表"),
        ("- 一、部门收支总体情况表", "一、部门收支总体情况表"),
        ("- 5 -", "- 5 -"),
        ("-4.5", "-4.5"),
        ("其中：**人员经费 260.62 万元**，", "其中：人员经费 260.62 万元，"),
        ("2 ** 3", "2 ** 3"),
        ("<p>注：说明。</p>", "注：说明。"),
        ("满意度<90%，成本<=20", "满意度<90%，成本<=20"),
        ("见[附表](https://example.cn/a)", "见附表"),
        ("#项目", "#项目"),
    ],
)
def test_marks_are_taken_off_lines(line: str, expected: str) -> None:
    assert plain_line(line) == expected


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ('<input type="checkbox"/> 新增项目 <input checked="" type="checkbox"/> 延续性项目', "□ 新增项目 √ 延续性项目"),
        ("<p>1. 修缮。</p><p>2. 保洁。</p>", "1. 修缮。\n2. 保洁。"),
        ("其他各<br>项支出", "其他各\n项支出"),
        ("a&nbsp;b &lt;c&gt;", "a\xa0b <c>"),
        ("- 4", "- 4"),
    ],
)
def test_marks_are_taken_off_fields(field: str, expected: str) -> None:
    assert plain_field(field) == expected
