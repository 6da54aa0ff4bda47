from __future__ import annotations

import pytest

from rag.project_names import find_named

NAMES = [
    "2023年企业家高级研修班培训费",
    "智慧环保二期平台运维服务",
    "110联动（12345）设备维护及运行经费",
    "综合工作经费",
    "古籍修复",
]


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("企业家高级研修班的培训费", NAMES[0], ""),
        ("企业家高级研修班", NAMES[0], ""),
        ("智慧环保二期平台的系统升级", NAMES[1], "系统升级"),
        ("110联动设备维护及运行经费", NAMES[2], ""),
        ("古籍修复里修复册数", NAMES[4], "里修复册数"),
    ],
)
def test_a_project_is_named_by_its_name_or_a_part_of_it(text: str, name: str, rest: str) -> None:
    (named,) = find_named(text, NAMES)
    assert (named.name, named.rest) == (name, rest)


@pytest.mark.parametrize("text", ["公务接待费", "工作经费多少", "修复"])
def test_words_that_any_name_has_name_no_project(text: str) -> None:
    assert find_named(text, NAMES) == []


def test_a_part_that_several_names_have_leaves_them_open() -> None:
    names = ["城乡居民医保补助（市级）", "城乡居民医保补助（区县）"]
    assert [named.name for named in find_named("居民医保个人缴费标准", names)] == names
