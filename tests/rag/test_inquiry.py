from __future__ import annotations

import re

import pytest

from rag.inquiry import Inquiry, read_inquiry
from rag.lexicon import read_data
from rag.query import Operation, Query, Target


def inquiry(
    question: str, rest: str | None = None, *targets: Target, operation: Operation = Operation.PASSAGE
) -> Inquiry:
    return read_inquiry(Query(question, "zh", operation, targets=targets, rest=question if rest is None else rest))


def roles(question: str) -> list[str]:
    return [role.name for role in inquiry(question).roles]


def wordings(question: str) -> list[str]:
    return [concept.wordings[0] for concept in inquiry(question).concepts]


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("接待费为什么增加", ["reason"]),
        ("什么叫基本支出", ["definition"]),
        ("由哪些股室组成", ["organisation"]),
        ("是干什么的", ["duties"]),
        ("公用经费是干什么的", ["purpose"]),  # of an item, not of an agency
        ("对外联络处是干什么的", ["purpose", "duties"]),
        ("馆藏数字化经费谁负责", ["person"]),
        ("馆藏数字化经费的立项依据", ["basis"]),
        ("公务接待费多少", []),
    ],
)
def test_kinds_of_answers(question: str, kinds: list[str]) -> None:
    assert sorted(roles(question)) == sorted(kinds)


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("接待费", ["接待费"]),
        ("馆藏培训费补助项目", ["馆藏培训费补助"]),  # more than the item in it
        ("馆藏数字化经费里固话话费", ["馆藏数字化经费", "固话话费"]),
        ("接待费涨那么多", ["接待费", "增加"]),
        ("接待费比上年多四亿五", ["接待费", "增加"]),
        ("接待费比去年少3.5万元", ["接待费", "减少"]),
        ("一般公共预算拨款", ["一般公共预算拨款"]),
    ],
)
def test_what_is_asked_is_divided_into_names_items_and_meanings(question: str, parts: list[str]) -> None:
    assert wordings(question) == parts


def test_an_item_goes_by_all_its_official_names() -> None:
    (concept,) = inquiry("吃喝招待", "招待费").concepts
    assert "公务接待费" in concept.wordings


def test_a_question_that_names_nothing_is_about_the_whole() -> None:
    (money, fell) = sorted(inquiry("预算为什么少了").concepts, key=lambda concept: concept.weight)
    assert "支出预算" in money.wordings
    assert "减少" in fell.wordings


def test_why_nothing_that_is_named_changed_is_asked_of_the_whole() -> None:
    assert [concept.is_general for concept in inquiry("为什么减少").concepts] == [False, True]
    assert not any(concept.is_general for concept in inquiry("培训费为什么减少").concepts)


def test_a_follow_up_is_about_the_item_before() -> None:
    (concept,) = inquiry("为什么", "", Target("30216", "培训费")).concepts
    assert "培训费" in concept.wordings


def test_what_is_counted_and_whether_a_number_is_wanted() -> None:
    asked = inquiry("馆藏整理要聘多少人", operation=Operation.LOOKUP)
    assert asked.counted == "人"
    assert inquiry("馆藏整理要花多少", operation=Operation.LOOKUP).wants_number
    assert not inquiry("馆藏整理为什么要花多少").wants_number


def test_search_looks_for_the_question_and_words_of_such_answers() -> None:
    assert inquiry("是干什么的", "").words == "主要职责"
    assert inquiry("接待费为什么增加", "接待费 增加").words == "接待费 增加 公务接待费 主要原因"


def test_the_data_is_sound() -> None:
    data = read_data("prose.yaml")
    asked = [wording for role in data["roles"].values() for wording in role["asked"]]
    assert len(asked) == len(set(asked))
    assert {role["of_item"] for role in data["roles"].values() if "of_item" in role} <= set(data["roles"])
    for role in data["roles"].values():
        for key in ("says", "titles"):
            re.compile(role.get(key, ""))
