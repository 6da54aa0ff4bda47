"""What money is spent on, class by class."""

import pytest

from extractors.model import Blank
from rag.answer import answer
from rag.library import Library
from rag.model import Status
from tests.rag.builders import cell, make_extraction

FUNCTIONAL = {
    "208": ("社会保障和就业支出", "21.84"),
    "201": ("一般公共服务支出", "635.07"),
    "205": ("教育支出", "0.00"),
}
ECONOMIC = {"301": ("工资福利支出", "200.00"), "302": ("商品和服务支出", "456.91")}


@pytest.fixture
def bureau(library: Library) -> Library:
    rows = [
        cell(name, text, item=key, row=row)
        for row, (key, (name, text)) in enumerate((FUNCTIONAL | ECONOMIC).items(), start=1)
    ]
    total = cell("支出总计", "656.91", item="expenditure_total", row=9)
    blank = cell("外交支出", "", item="202", blank=Blank.EMPTY, row=10)
    library.add(make_extraction(agency="甲市水务局", place="甲市", facts=[*rows, total, blank]))
    return library


@pytest.mark.parametrize(
    "question",
    [
        "甲市水务局2021年最大的一笔支出是什么",
        "甲市水务局的钱主要花在哪",
        "甲市水务局2021年的钱都花到哪里去了？",
        "甲市水务局2021年支出按功能分类怎么构成",
        "what does 甲市水务局 spend its money on in 2021?",
    ],
)
def test_classes_of_expenditure_from_the_largest(bureau: Library, question: str) -> None:
    found = answer(question, bureau)
    assert [(f.item, f.value) for f in found.figures] == [
        ("一般公共服务支出", "635.07"),
        ("社会保障和就业支出", "21.84"),
        ("教育支出", "0.00"),
    ]


def test_the_other_classification_where_it_is_named(bureau: Library) -> None:
    found = answer("甲市水务局2021年支出按经济分类的构成", bureau)
    assert [(f.item, f.value) for f in found.figures] == [("商品和服务支出", "456.91"), ("工资福利支出", "200.00")]


def test_the_other_classification_where_the_documents_have_no_other(library: Library) -> None:
    rows = [cell(name, text, item=key) for key, (name, text) in ECONOMIC.items()]
    library.add(make_extraction(agency="甲市水务局", facts=rows))
    assert [f.value for f in answer("甲市水务局的钱花在哪", library).figures] == ["456.91", "200.00"]


def test_what_else_is_named_is_not_all_money(bureau: Library) -> None:
    assert answer("甲市水务局的应急救援资金花在哪", bureau).status is Status.NOT_FOUND
