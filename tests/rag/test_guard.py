"""What a model may say beside several figures: each sentence by itself, without a model."""

from __future__ import annotations

import random

import pytest

from extractors.model import Level, Phase
from rag.guard import Guard, split_segments, split_sentences
from rag.model import Answer, Citation, Figure, Origin, Status, StoredDocument, Verdict
from rag.residue import follows_from, is_plain_text, plain
from rag.rewording import filled_in


def document(number: int, agency: str) -> StoredDocument:
    return StoredDocument(
        str(number), f"{agency}2021年预算.pdf", agency, (), "", 2021, Phase.BUDGET, Level.UNIT, 9, 1, 1, 0, "added"
    )


def figure(agency: str, value: str, cited: int, *, year: int = 2021, measure: str = "预算数") -> Figure:
    return Figure(
        agency, year, Phase.BUDGET, "培训费", measure, value, "万元", Origin.STATED, Verdict.CONSISTENT, (cited,)
    )


DOCUMENTS = (document(1, "甲市财政局"), document(2, "乙市财政局"), document(3, "丙市图书馆"))
ANSWER = Answer(
    "各单位2021年培训费是多少？",
    Status.ANSWERED,
    "",
    Verdict.CONSISTENT,
    figures=(
        figure("甲市财政局", "4.00", 1),
        figure("乙市财政局", "6.00", 2),
        figure("丙市图书馆", "0.50", 3, measure="比2020年增加"),
    ),
    citations=(
        Citation(1, "甲市财政局2021年预算.pdf", "1", 3, "cell", "4.00", table="表8 一般公共预算支出表", row="培训费"),
        Citation(2, "乙市财政局2021年预算.pdf", "2", 5, "cell", "6.00"),
        Citation(
            3, "丙市图书馆2021年预算.pdf", "3", 7, "sentence", "培训费比2020年增加0.5万元，主要用于一线员工的技能培训。"
        ),
    ),
)


def stands(sentence: str) -> bool:
    return Guard(ANSWER, DOCUMENTS).keep(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "2021年，甲市财政局的培训费预算数为{F1}[1]，乙市财政局的预算数为{F2}[2]。",
        "根据《表8 一般公共预算支出表》第3页，甲市财政局预算数为{F1}。",
        "图书馆的培训费比2020年增加{F3}[3]。",
        "丙市图书馆比2020年增加{F3}[3]，主要用于一线员工的技能培训[3]。",
        "主要用于一线员工的技能培训[3]。",
    ],
)
def test_what_the_evidence_says_stands(sentence: str) -> None:
    assert stands(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "甲市财政局预算数为{F2}[2]，乙市财政局预算数为{F1}[1]。",  # swapped
        "财政局预算数为{F1}[1]。",  # which of the two?
        "预算数为{F1}[1]。",
        "甲市财政局和乙市财政局预算数为{F1}、{F2}。",  # the second without its name
        "甲市财政局预算数为{F1}{F2}。",
        "甲市财政局预算数为{F1}[2]。",  # another's source
        "甲市财政局的培训费为{F1}[1]。",  # the measures differ and this one is not said
        "丙市图书馆的培训费为{F3}[3]。",  # an increase told as the amount
        "丙市图书馆的培训费比2020年减少{F3}[3]。",
        "甲市财政局预算数为{F1}[1]，比2020年增加[3]。",
        "甲市财政局预算数为{F1}[1]，乙市财政局[1]。",
        "主要用于一线员工的技能培训。",  # no source
        "主要用于三线员工的技能培训[3]。",
        "主要用于十一线员工的技能培训[3]。",
        "用于2020 员工的技能培训[3]。",
        "主要用于丁市税务局的技能培训[3]。",
        "主要用于丁市图书馆一线员工的技能培训[3]。",
        "主要用于局长出国旅游[3]。",
        "技能培训没有一线员工[3]。",
        "技能培训由 Eve 主讲[3]。",
        "培训费增加0.5万元[3]。",
        "甲市财政局预算数为{F1}元整[1]。",
        "以上预算数均已核实[1]。",
        "预算如下。",
    ],
)
def test_what_it_does_not_say_falls(sentence: str) -> None:
    assert Guard(ANSWER, DOCUMENTS).keep(sentence) == []


def test_the_same_sentence_stands_once() -> None:
    sentence = "图书馆比2020年增加{F3}[3]。"
    assert Guard(ANSWER, DOCUMENTS).keep(f"{sentence}\n{sentence}{sentence}") == [sentence]


def test_sentences_of_a_reply() -> None:
    reply = "<think>想。</think>\n- **甲**为{F1}。[1]\nIn 2021, B planned {F2}. C too; 丁。"
    assert list(split_sentences(reply)) == ["甲为{F1}[1]。", "In 2021, B planned {F2}.", "C too;", "丁。"]


def test_a_clause_belongs_to_the_figure_after_it() -> None:
    segments = split_segments("2021年，甲为{F1}[1]，乙、丙为{F2}，另见[3]。")
    assert [(s.figures, s.marks) for s in segments] == [((1,), (1,)), ((2,), ()), ((), (3,))]


@pytest.mark.parametrize(
    "text", ["甲\u202e乙", "甲\u200b乙", "a/b", "a<b", "@a", "甲－乙", "％", "±", "①²", "\ue000", "`a`"]
)
def test_text_with_more_than_words_is_told(text: str) -> None:
    assert not is_plain_text(text) or any(c.isdigit() for c in plain(text))


def test_a_single_numeral_may_be_part_of_a_word() -> None:
    assert follows_from("用于一般支出", "用于一般支出与其他")
    assert not follows_from("用于一般支出", "用于支出")


def test_figures_and_marks_are_put_in_by_code() -> None:
    assert filled_in("甲为{F1}，乙为{F2} [2]。", ANSWER.figures) == "甲为**4.00 万元** [1]，乙为**6.00 万元** [2]。"
    assert filled_in("a_b {F1}.", ANSWER.figures) == "a\\_b **4.00 万元** [1]."


def test_no_reply_shows_digits_that_are_not_in_the_evidence() -> None:
    """Sentences thrown together from true and false pieces: what stands holds years, pages and marks alone."""
    falsehoods = ["999", "万元", "2020年", "第9页", "九百", "不", "超过", "<b>", "http://x.cn", "公务接待费", "-", "%"]
    truths = [
        "甲市财政局",
        "乙市财政局",
        "预算数",
        "为",
        "{F1}",
        "{F2}",
        "[1]",
        "[2]",
        "，",
        "。",
        "2021年",
        "第3页",
        "培训费",
    ]
    chance = random.Random(7)
    guard = Guard(ANSWER, DOCUMENTS)
    kept = [
        s
        for _ in range(3000)
        for s in guard.keep("".join(chance.choices(falsehoods + 2 * truths, k=chance.randint(2, 9))))
    ]
    assert kept
    assert [s for s in kept if any(falsehood in s for falsehood in falsehoods)] == []
    assert [s for s in kept if "{F1}" in s and "甲市财政局" not in s] == []
