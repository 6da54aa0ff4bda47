"""At which words a question is cut into the two figures that it relates."""

import pytest

from rag.pairs import Pair, direction_of, ranked_relation, read_pair
from rag.query import Direction, Operation
from tests.rag.test_agencies import SHARING

SHARE, RATIO, COMPARISON = Operation.SHARE, Operation.RATIO, Operation.COMPARISON


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("甲市审计局会议费占乙市审计局培训费的百分之几", (SHARE, "甲市审计局会议费", "乙市审计局培训费")),
        ("占总支出的比例是多少", (SHARE, "", "总支出")),
        ("公务接待费支出决算完成了年初预算的百分之几", (SHARE, "公务接待费支出决算", "年初预算")),
        ("三公经费里，公务接待费占多大比例", (SHARE, "公务接待费", "三公经费")),
        ("甲市审计局会议费是乙市审计局的几倍？", (RATIO, "甲市审计局会议费", "乙市审计局")),
        ("培训费除以会议费是多少倍", (RATIO, "培训费", "会议费")),
        ("部门预算的数比单位预算的数多多少", (COMPARISON, "部门预算的数", "单位预算")),
        ("比2025年增加了多少", (COMPARISON, "", "2025年")),
        ("培训费减去会议费等于多少", (COMPARISON, "培训费", "会议费")),
        ("甲市审计局与乙市审计局的会议费相差多少", (COMPARISON, "甲市审计局", "乙市审计局的会议费")),
        ("what percentage of 总支出 is 项目支出?", (SHARE, "项目支出", "总支出")),
    ],
)
def test_the_sides(question: str, expected: tuple[Operation, str, str]) -> None:
    pair = read_pair(question, SHARING)
    assert pair is not None
    assert (pair.operation, pair.one, pair.other) == expected


@pytest.mark.parametrize(
    "question",
    [
        "会议费占比多少",
        "会议费比上年增加多少",
        "会议费的比例是多少",
        "货物、工程、服务各占多少钱",
        "谁的会议费比例最高",
    ],
)
def test_one_side_alone_is_no_pair(question: str) -> None:
    assert read_pair(question, SHARING) is None


def test_what_a_whole_leaves_unsaid_is_all_of_it_and_what_a_like_figure_does_is_that_of_the_other() -> None:
    whole, like = (read_pair(text, SHARING) for text in ("会议费占部门预算的比例", "决算完成预算的百分之几"))
    assert isinstance(whole, Pair) and isinstance(like, Pair)
    assert (whole.like, like.like) == (False, True)


@pytest.mark.parametrize(
    ("question", "relation", "direction"),
    [
        ("三公经费减得最多的是谁", Operation.CHANGE, Direction.FALLING),
        ("三公经费增幅最大的单位", Operation.CHANGE, Direction.RISING),
        ("三公经费变化最大的单位", Operation.CHANGE, None),
        ("有几家单位的三公经费没有变化", Operation.CHANGE, Direction.UNCHANGED),
        ("项目支出占比最高的单位", Operation.SHARE, None),
        ("三公经费最高的单位", None, None),
    ],
)
def test_what_is_ranked(question: str, relation: Operation | None, direction: Direction | None) -> None:
    assert (ranked_relation(question), direction_of(question)) == (relation, direction)
