from rag.model import Passage
from rag.quoting import best_sentences, quote_passages, terms_of


def passage(text: str, section: str = "", kind: str = "prose") -> Passage:
    return Passage(f"d:{text[:5]}", "d", 1, kind, section, text, ())


def test_terms_are_pairs_of_characters_and_words() -> None:
    assert terms_of("主要职责 budget 2021") == {"主要", "要职", "职责", "budget", "2021"}


def test_a_passage_that_says_too_little_is_not_quoted() -> None:
    assert quote_passages([passage("本单位共有车辆两辆。")], "主要职责") == []


def test_section_titles_count() -> None:
    (found,) = quote_passages([passage("收集、保管档案。", "一、主要职责")], "主要职责")
    assert found.quote == "收集、保管档案。"


def test_hints_decide_between_passages() -> None:
    used = passage("机关运行经费支出4.2万元。")
    defined = passage("机关运行经费：是指为保障机关运行安排的经费。")
    assert quote_passages([used, defined], "机关运行经费", "是指")[0].passage is defined


def test_prose_comes_before_rows() -> None:
    row = passage("三公经费：小计=14.00", kind="row")
    prose = passage("三公经费：是指三项支出。")
    assert quote_passages([row, prose], "三公经费", "是指")[0].passage is prose


def test_the_sentences_that_match_best_are_kept() -> None:
    text = "甲。" * 200 + "主要职责是保管档案。" + "乙。" * 200
    assert "主要职责是保管档案。" in best_sentences(text, terms_of("主要职责"))
    assert len(best_sentences(text, terms_of("主要职责"))) < 330


def test_hints_alone_find_what_the_question_has_no_other_words_for() -> None:
    duties, fleet = passage("保管档案。", "一、主要职责"), passage("本单位共有车辆两辆。")
    assert [q.passage for q in quote_passages([fleet, duties], "", "主要职责")] == [duties]


def test_a_passage_of_the_kind_asked_for_needs_fewer_words() -> None:
    text = "公务接待费增加，主要原因：接待任务增多。"
    assert quote_passages([passage(text)], "接待费涨那么多", "主要原因")
    assert quote_passages([passage(text)], "接待费涨那么多") == []
    assert quote_passages([passage(text)], "大院保安队伍", "主要原因") == []
