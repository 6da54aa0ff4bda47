from decimal import Decimal

import pytest

from rag.bounds import read_bounds
from rag.lexicon import normalise
from rag.query import Operation, Threshold
from rag.understand import read_question
from tests.rag.test_agencies import DIRECTORY

MORE, AT_LEAST = (True, False), (True, True)
LESS, AT_MOST = (False, False), (False, True)


@pytest.mark.parametrize(
    ("text", "base", "kind"),
    [
        ("三公经费超过100万元的有几家", "1000000", MORE),
        ("机关运行经费不到50万的单位", "500000", LESS),
        ("支出不超过1.5亿元", "150000000", AT_MOST),
        ("培训费不低于2,000元", "2000", AT_LEAST),
        ("培训费在10万元以上的单位", "100000", AT_LEAST),
        ("three public funds over 1 million yuan", "1000000", MORE),
        ("车辆超过10辆", "10", MORE),
    ],
)
def test_threshold(text: str, base: str, kind: tuple[bool, bool]) -> None:
    bounds = read_bounds(text)
    assert bounds.threshold == Threshold(Decimal(base), *kind)
    assert len(bounds.rest) == len(text)
    assert not any(character.isdigit() for character in bounds.rest)


@pytest.mark.parametrize("text", ["单价100万元以上设备有几台", "比上年多多少", "how much more than last year"])
def test_no_threshold(text: str) -> None:
    assert read_bounds(text).threshold is None


def test_a_threshold_admits_its_own_value_only_where_it_says_so() -> None:
    hundred = Decimal(100)
    assert [Threshold(hundred, *kind).admits(hundred) for kind in (MORE, AT_LEAST, LESS, AT_MOST)] == [
        False,
        True,
        False,
        True,
    ]
    assert Threshold(hundred, *MORE).admits(Decimal(101))
    assert Threshold(hundred, *LESS).admits(Decimal(99))


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("最高的5家", 5),
        ("前三名", 3),
        ("最少的两个单位", 2),
        ("top 5", 5),
        ("前三年", None),
        ("前十大", 10),
        ("最高", None),
    ],
)
def test_limit(text: str, limit: int | None) -> None:
    assert read_bounds(text).limit == limit


def test_a_word_for_all_agencies_is_no_item() -> None:
    query = read_question("洛阳六个单位三公经费加起来", DIRECTORY)
    assert query.operation is Operation.SUM
    assert [target.key for target in query.targets] == ["three_public"]


def test_a_threshold_makes_a_ranking_of_several_and_leaves_one_alone() -> None:
    assert read_question("哪些单位三公经费超过100万元", DIRECTORY).operation is Operation.RANKING
    assert read_question("三公经费超过100万元的有几家", DIRECTORY).operation is Operation.COUNT
    assert read_question("改革协调局三公经费超过100万元吗", DIRECTORY).operation is Operation.LOOKUP


@pytest.mark.parametrize(
    ("text", "limit", "of_projects"),
    [
        ("最大的三个项目", 3, True),
        ("前5个项目", 5, True),
        ("三大项目", 3, False),
        ("the three largest projects", 3, False),
        ("top five projects", 5, False),
        ("最高的5家", 5, False),
        ("这两个项目", None, False),
    ],
)
def test_how_many_of_a_ranking(text: str, limit: int | None, of_projects: bool) -> None:
    bounds = read_bounds(text)
    assert (bounds.limit, bounds.of_projects) == (limit, of_projects)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("占比多少，保留两位小数", 2),
        ("平均每家多少万元（两位小数）", 2),
        ("精确到小数点后1位", 1),
        ("四舍五入取整", 0),
        ("in 亿元, to 3 decimals", 3),
        ("2021年公务接待费", None),
    ],
)
def test_how_many_digits_are_wanted(text: str, digits: int | None) -> None:
    bounds = read_bounds(normalise(text))
    assert (bounds.digits, "小数" in bounds.rest, len(bounds.rest)) == (digits, False, len(normalise(text)))
