from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.model import Fact, FactKind, Measure
from rag import Library, answer
from rag.projects import plain_name
from tests.rag.builders import cell, make_extraction

AGENCY = "甲市档案馆"


def form(project: str, label: str, amount: str, row: int, column: tuple[str, ...] = ("项目资金",)) -> Fact:
    fact = cell(label, amount, statement="performance_project", table=9, row=row, column=column)
    return replace(fact, kind=FactKind.FORM, subject=project)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        yield opened


def figures(library: Library, question: str) -> list[tuple[str, str]]:
    return [(f.item, f.value) for f in answer(question, library).figures]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("2021年古籍修复项目", "古籍修复"),
        ("2021年度古籍修复", "古籍修复"),
        ("馆藏数字化专项项目", "馆藏数字化"),
        ("“古籍修复项目”项目", "古籍修复"),
        ("其他项目", "其他项目"),  # nothing would be left of it
    ],
)
def test_a_name_is_compared_without_its_year_and_kind(label: str, name: str) -> None:
    assert plain_name(label) == name


def test_a_question_may_add_the_word_project_to_a_name(library: Library) -> None:
    library.add(make_extraction(agency=AGENCY, facts=[form("古籍修复", "年度资金总额", "20", 3)]))
    assert figures(library, "档案馆的古籍修复项目2021年多少钱") == [("古籍修复", "20")]


def test_a_cell_of_money_is_asked_for_by_its_label(library: Library) -> None:
    facts = [form("古籍修复经费", "中期资金总额", "60", 3), form("古籍修复经费", "年度资金总额", "20", 4)]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    assert figures(library, "档案馆古籍修复经费中期资金总额是多少") == [("古籍修复经费", "60")]
    assert figures(library, "档案馆古籍修复经费的年度资金总额是多少") == [("古籍修复经费", "20")]


def test_a_list_of_projects_has_no_row_for_the_agency_or_the_total(library: Library) -> None:
    column = ("项目金额", "资金总额")
    rows = [("合计", "32"), (AGENCY, "32"), ("古籍修复", "20"), ("馆藏数字化", "12")]
    facts = [form("", label, amount, row, column) for row, (label, amount) in enumerate(rows)]
    library.add(make_extraction(agency=AGENCY, facts=facts))
    assert figures(library, "档案馆2021年金额最大的项目是哪个") == [("古籍修复", "20"), ("馆藏数字化", "12")]
    assert figures(library, "档案馆2021年的项目和金额") == [("古籍修复", "20"), ("馆藏数字化", "12")]


def test_money_of_projects_is_no_indicator(library: Library) -> None:
    scanned = replace(form("古籍修复", "扫描卷数", "300", 5), measure=Measure.INDICATOR)
    library.add(make_extraction(agency=AGENCY, facts=[form("古籍修复", "年度资金总额", "20", 3), scanned]))
    assert figures(library, "档案馆2021年有哪些项目") == [("古籍修复", "20")]
