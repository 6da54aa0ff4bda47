"""What is named like an agency and is part of a project's name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import FactKind
from rag import Library, answer
from rag.model import Status
from tests.rag.builders import cell, make_extraction


@pytest.fixture
def library_of_two(library: Library) -> Library:
    project = cell("市行政中心保安服务项目", "42.00", statement="projects")
    library.add(make_extraction(agency="安州市人民政府办公室", place="安州市", facts=[project]))
    library.add(
        make_extraction(agency="宁川市档案馆", place="宁川市", facts=[cell("保安服务", "9.00", statement="projects")])
    )
    return library


def test_a_project_whose_name_begins_like_an_agency(library_of_two: Library) -> None:
    told = answer("安州市行政中心的保安服务2021年要多少钱", library_of_two)
    assert [(f.agency, f.value) for f in told.figures] == [("安州市人民政府办公室", "42.00")]
    assert "市行政中心保安服务" in told.text


def test_what_is_asked_of_its_money_is_kept(library: Library) -> None:
    sums = [("资金总额", "42.00"), ("财政拨款", "0.00"), ("其他资金", "42.00")]
    cells = [cell(label, money, statement="performance_project", row=row) for row, (label, money) in enumerate(sums)]
    facts = [replace(fact, kind=FactKind.FORM, subject="市行政中心保安服务") for fact in cells]
    library.add(make_extraction(agency="安州市人民政府办公室", place="安州市", facts=facts))
    told = answer("安州市行政中心保安服务的财政拨款2021年有多少", library)
    assert [figure.value for figure in told.figures] == ["0.00"]


@pytest.mark.parametrize("question", ["宁川市行政中心的保安服务2021年要多少钱", "安州市财政局的保安服务2021年要多少钱"])
def test_another_place_or_agency_has_none(library_of_two: Library, question: str) -> None:
    assert answer(question, library_of_two).status is Status.NOT_FOUND


def test_an_indicator_of_a_project_named_so_is_asked_of_its_agency(library_of_two: Library) -> None:
    form = replace(
        cell("安全事故发生数", "0", statement="performance_project"), kind=FactKind.FORM, subject="市行政中心安保"
    )
    library_of_two.add(make_extraction(agency="安州市人民政府办公室", place="安州市", year=2022, facts=[form]))
    told = answer("安州市行政中心安保项目要求安全事故发生数是多少", library_of_two)
    assert (told.query["agencies"], told.query["unknown_agencies"]) == (["安州市人民政府办公室"], [])
