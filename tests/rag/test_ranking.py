from __future__ import annotations

from rag.model import Passage
from rag.ranking import rank


def passage(name: str, text: str, section: str = "") -> Passage:
    return Passage(name, "document", 1, "prose", section, text, ((1, None),))


WORDS = passage("words", "公务接待批次")
MEANING = passage("meaning", "请客吃饭")
TITLE = passage("title", "无", section="公务接待")
RARITY = {"公务": 1.0, "接待": 2.0, "次数": 3.0}


def order(*passages: Passage, nearness: dict[str, float]) -> list[tuple[str, float]]:
    return [(found.id, round(found.score, 2)) for found in rank(passages, RARITY, nearness)]


def test_rare_words_count_more_and_titles_count() -> None:
    assert order(TITLE, MEANING, WORDS, nearness={}) == [("title", 1.0), ("words", 1.0), ("meaning", 0.0)]


def test_meaning_decides_where_words_do_not() -> None:
    assert order(WORDS, MEANING, nearness={"meaning": 0.9}) == [("words", 1.0), ("meaning", 0.9)]
    assert order(WORDS, MEANING, nearness={"meaning": 1.1}) == [("meaning", 1.1), ("words", 1.0)]


def test_question_without_words_is_ranked_by_meaning() -> None:
    found = rank([WORDS, MEANING], {}, {"meaning": 0.1, "words": -0.1})
    assert [passage.id for passage in found] == ["meaning", "words"]
