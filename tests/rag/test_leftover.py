import pytest

from rag.leftover import named_person, unread_words
from rag.lexicon import load_lexicon
from rag.targets import read_words


def unread(text: str) -> tuple[str, ...]:
    return unread_words(read_words(text), text, load_lexicon())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("公务接待费是多少", ()),
        ("请问公务接待费的预算数总共安排了多少万元", ()),
        ("外宾的公务接待费多少", ("外宾",)),
        ("实习生培训费一共花了多少钱", ("实习生",)),
        ("人均培训费多少", ("人均",)),
        ("土地开发的公务接待费", ("土地开发",)),  # 发 is no word of its own here
        ("3月份花了多少培训费", ("3月份",)),
        ("截至2025年10月底的培训费", ()),
    ],
)
def test_words_that_nothing_understood_are_left_over(text: str, left: tuple[str, ...]) -> None:
    assert unread(text) == left


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("局长2026年一年工资是多少", "局长"),
        ("the salary of the director", "director"),
        ("局长接待室维修费多少", ""),
        ("主要领导干部用车有几辆", ""),
    ],
)
def test_one_person_is_told_from_a_name_that_begins_so(text: str, person: str) -> None:
    assert named_person(read_words(text), load_lexicon()) == person


def test_what_makes_one_item_a_part_of_the_other_is_understood() -> None:
    words = read_words("“行政运行”科目中属于项目支出的是多少")
    assert unread_words(words, "", load_lexicon()) == ("行政运行",)
