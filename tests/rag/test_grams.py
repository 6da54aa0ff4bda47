from __future__ import annotations

import pytest

from rag.grams import MOST_QUERY_TOKENS, index_text, match_expression, model_text, question_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("公务接待费", "公务 务接 接待 待费 费"),
        ("费", "费"),
        ("2021年4.00万元", "2021 年 4.00 万元 元"),
        ("１，２３４．５０", "1234.50"),
        ("PDF（Budget）", "pdf budget"),
        ("1.2.3", "1.2 3"),
        ("，。 \n", ""),
        ("𠀀字", "𠀀字 字"),
    ],
)
def test_index_text(text: str, tokens: str) -> None:
    assert index_text(text) == tokens


@pytest.mark.parametrize(
    ("question", "expression"),
    [
        ("接待费", '"接待" OR "待费"'),
        ("费", '"费"*'),
        ("接待接待", '"接待" OR "待接"'),
        ('"NEAR(" -*', '"near"'),
        ("？", None),
    ],
)
def test_match_expression(question: str, expression: str | None) -> None:
    assert match_expression(question) == expression


def test_pasted_text_is_cut() -> None:
    pasted = " ".join(f"word{number}" for number in range(10_000))
    assert len(question_tokens(pasted)) == MOST_QUERY_TOKENS


def test_model_text_has_characters_and_bigrams_but_no_numbers() -> None:
    assert model_text("2021年接待费4.00万元 PDF") == "年 接 待 费 年接 接待 待费 万 元 万元 pdf"
