from __future__ import annotations

from dataclasses import replace

import pytest

from rag.inquiry import Inquiry, read_inquiry
from rag.model import Passage
from rag.query import Operation, Query, Target
from rag.quoting import best_sentences, quote_best_files, quote_passages, terms_of

RECEPTION = Target("official_reception", "公务接待费")


def passage(text: str, section: str = "", kind: str = "prose", number: int = 0) -> Passage:
    return Passage(f"d:{number or abs(hash(text))}", "d", 1, kind, section, text, ())


def asking(
    question: str, rest: str, *targets: Target, operation: Operation = Operation.PASSAGE, language: str = "zh"
) -> Inquiry:
    return read_inquiry(Query(question, language, operation, targets=targets, rest=rest))


def quoted(inquiry: Inquiry, *passages: Passage) -> list[str]:
    return [quotation.quote for quotation in quote_passages(passages, inquiry)]


def test_terms_are_pairs_of_characters_and_words() -> None:
    assert terms_of("主要职责 budget 2021") == {"主要", "要职", "职责", "budget", "2021"}


def test_a_reason_is_told_for_the_item_in_any_wording() -> None:
    inquiry = asking("接待费涨那么多是什么原因", "接待费涨那么多", RECEPTION)
    reason = "公务接待费5万元，比上年增加4万元，主要原因是接待任务增多。"
    other = "培训费增加，主要原因是培训班增多。"
    assert quoted(inquiry, passage(f"{other}\n{reason}"), passage("公务接待费：指按规定开支的接待支出。")) == [reason]


def test_a_reason_is_of_what_stands_before_it_and_not_of_what_it_names() -> None:
    inquiry = asking(
        "一般公共预算拨款收入增加的原因", "一般公共预算拨款收入增加", Target("general_public_budget", "一般公共预算")
    )
    reason = "主要原因是工程2021年在一般公共预算拨款收入中列支。"
    spent = passage(f"一般公共预算财政拨款支出预算5万元，增加4万元。{reason}", number=2)
    received = passage(f"（1）一般公共预算拨款收入5万元，增加4万元。{reason}", number=1)
    assert quoted(inquiry, spent, received)[0] == received.text


def test_a_table_that_a_sentence_announces_goes_with_it() -> None:
    inquiry = asking("有哪些下属单位", "")
    sentence = passage("本局包括2个下属单位，详细情况见下表:", "预算单位构成", number=3)
    table = replace(passage("1 甲市图书馆\n2 甲市档案馆", "预算单位构成", "table"), id="d:3.5")
    found = quote_passages([sentence, table], inquiry)
    assert [q.shown for q in found] == [[sentence.text], ["1 · 甲市图书馆", "2 · 甲市档案馆"]]


def test_reasons_that_a_line_announces_under_their_own_titles_go_with_it() -> None:
    inquiry = asking("预算为什么增加", "预算 增加")
    announced = passage("预算收支增加主要原因说明：", "第二部分", number=1)
    told = passage("1.轨道经费增加5万元，合同金额上调。", "第二部分 › （一）增加因素", number=2)
    elsewhere = passage("公务用车增加。", "第三部分", number=3)
    assert quoted(inquiry, announced, told, elsewhere)[:2] == [announced.text, told.text]


def test_what_the_line_before_says_counts_and_is_quoted() -> None:
    inquiry = asking("接待费为什么增加", "接待费 增加", RECEPTION)
    text = "公务接待费5万元。\n增加的原因是接待任务增多。"
    assert quoted(inquiry, passage(text)) == [text]


def test_a_definition_is_that_of_the_term_before_it() -> None:
    inquiry = asking("什么叫基本支出", "基本支出", Target("basic_expenditure", "基本支出"))
    own = "一、基本支出：是指为保障正常运转的支出。"
    assert quoted(inquiry, passage(own), passage("二、项目支出：是指在基本支出之外的支出。")) == [own]


def test_a_section_answers_by_its_title() -> None:
    inquiry = asking("是干什么的", "")
    duties = passage("（一）收集档案。\n（二）保护档案。", "一、主要职责")
    assert quoted(inquiry, passage("本单位共有车辆两辆。"), duties) == [duties.text]


def test_passages_of_a_section_are_quoted_as_they_are_read() -> None:
    inquiry = asking("有什么职责 保护", "保护")
    first, second = passage("（一）收集档案。", "主要职责", number=3), passage("（二）保护档案。", "主要职责", number=4)
    assert quoted(inquiry, second, first)[-1] == second.text


def test_an_open_list_is_quoted_whole() -> None:
    inquiry = asking("包括哪些预算单位", "")
    text = "本部门所属单位2家，包括：1.档案局本部\n2.档案馆"
    assert quoted(inquiry, passage(text, "情况说明")) == [text]


def test_an_unfinished_quote_goes_on_in_the_next_passage() -> None:
    inquiry = asking("收入为什么增加", "收入增加")
    first = passage("收入增加的原因：1.拨款增加；", "说明", number=7)
    assert quoted(inquiry, first, passage("2.项目增多。", "说明", number=8)) == [first.text, "2.项目增多。"]


def test_a_table_of_contents_answers_nothing() -> None:
    assert quoted(asking("有哪些内设机构", ""), passage("二、内设机构…………………3", "目录")) == []


@pytest.mark.parametrize(
    "text", ["包括差旅费、印刷费5万元。", "出国的住宿费、差旅费等支出。", "差旅费主要用于2021年出差。"]
)
def test_an_amount_is_not_answered_without_its_number(text: str) -> None:
    inquiry = asking("差旅费多少", "差旅费", Target("30211", "差旅费"), operation=Operation.LOOKUP)
    assert quoted(inquiry, passage(text)) == []


def test_an_amount_is_that_of_the_name_asked_for() -> None:
    inquiry = asking("馆藏扫描的培训费多少", "馆藏扫描的培训费", operation=Operation.LOOKUP)
    assert quoted(inquiry, passage("培训费支出2.10万元。")) == []
    assert quoted(inquiry, passage("培训费支出2.10万元。", "馆藏扫描")) == ["培训费支出2.10万元。"]


def test_an_amount_is_answered_by_the_sentence_that_states_it() -> None:
    inquiry = asking("差旅费多少", "差旅费", Target("30211", "差旅费"), operation=Operation.LOOKUP)
    assert quoted(inquiry, passage("差旅费支出2.10万元。")) == ["差旅费支出2.10万元。"]


def test_a_form_answers_with_its_row_and_the_name_above() -> None:
    inquiry = asking("馆藏数字化经费谁负责", "馆藏数字化经费谁负责")
    form = passage("项目名称 馆藏数字化经费\n项目负责人 张三\n资金总额 12.5", "绩效目标表 › 馆藏数字化经费", "form")
    assert quoted(inquiry, form) == ["项目名称 馆藏数字化经费\n项目负责人 张三"]


def test_english_words_are_not_looked_for_in_chinese_text() -> None:
    inquiry = asking("Why did reception expenses increase?", "reception expenses increase", RECEPTION, language="en")
    assert quoted(inquiry, passage("公务接待费增加，原因是任务增多。")) == ["公务接待费增加，原因是任务增多。"]


def test_the_sentences_that_match_best_are_kept_whole() -> None:
    text = "甲。" * 200 + "主要职责是保管档案。" + "乙。" * 200
    assert "主要职责是保管档案。" in best_sentences(text, terms_of("主要职责"))
    assert len(best_sentences(text, terms_of("主要职责"))) <= 400


def test_the_best_file_is_quoted_unless_another_answers_clearly_better() -> None:
    inquiry = asking("接待费为什么增加", "接待费 增加", RECEPTION)
    reason = "公务接待费增加，原因是任务增多。"
    other = Passage("e:1", "e", 1, "prose", "", reason, ())
    for text, chosen in ((reason, "d"), ("公务接待费增加4.00万元。", "e")):
        (found, *_) = quote_best_files([passage(text), other], inquiry, {"d"})
        assert found.passage.document_id == chosen


def test_the_same_text_is_quoted_once() -> None:
    inquiry = asking("什么叫基本支出", "基本支出", Target("basic_expenditure", "基本支出"))
    one, another = "基本支出：是指为保障机构正常运转的支出。", "七、基本支出：是指为保障机构正常运转的支出。"
    assert len(quoted(inquiry, passage(one), passage(another))) == 1
