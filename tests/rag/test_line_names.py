"""Which lines of documents carry the name that a question gives."""

from __future__ import annotations

import pytest

from rag.line_names import plain_name, resembles, told_otherwise
from rag.model import StoredFact
from tests.rag.builders import cell, sentence

LINE = "困难企业、职工帮扶资金"


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("2021年古籍修复项目", "古籍修复"),
        ("2021年度古籍修复", "古籍修复"),
        ("馆藏数字化专项项目", "馆藏数字化"),
        ("“古籍修复项目”项目", "古籍修复"),
        ("其他项目", "其他项目"),  # nothing would be left of it
        ("困难企业、职工帮扶资金预算批复金额", "困难企业职工帮扶资金"),
        ("古籍预算", "古籍预算"),
    ],
)
def test_a_name_is_compared_without_its_year_kind_and_commas(label: str, name: str) -> None:
    assert plain_name(label) == name


@pytest.mark.parametrize(
    ("label", "budget", "is_told"),
    [
        ("困难企业特困救助、职工帮扶资金", "90", True),
        ("困难企业特困救助、职工帮扶资金", "91", False),  # another line's, as far as anybody knows
        ("困难企业安全生产隐患整改引导资金", "90", False),
    ],
)
def test_a_longer_name_is_the_line_s_where_a_figure_of_it_is_too(label: str, budget: str, is_told: bool) -> None:
    lines = [StoredFact(1, "d", cell(LINE, "90", statement="projects"))]
    others = [StoredFact(2, "d", sentence(f"{label}预算{budget}万元，实际支出85万元。", label, budget))]
    assert [f.fact.label for f in told_otherwise(lines, others)] == ([LINE] if is_told else [])


@pytest.mark.parametrize(
    ("wanted", "known"),
    [
        ("低空经济领域专项资金", True),
        ("低空经济领域专项资金买", False),  # a word that the name has not
        ("港航领域专项资金", False),
        ("资金专项", False),  # too short to be told from others
    ],
)
def test_a_long_name_is_known_in_another_order(wanted: str, known: bool) -> None:
    assert resembles(wanted, "交通运输专项资金-低空经济领域") is known
