from __future__ import annotations

import pytest

from extractors.picture_figures import COVERED, covered, tidied
from extractors.picture_text import Character, Piece


def piece(text: str, unsure: str = "") -> Piece:
    """A piece in which the characters of `unsure` are hardly read."""
    return Piece(tuple(Character(c, i / len(text), 0.3 if c in unsure else 0.99) for i, c in enumerate(text)))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("829.31", "829.31"),
        ("l,234.5O", "1,234.50"),
        ("1，234．56", "1,234.56"),
        ("30,00", "30.00"),
        ("1.234.56", "1,234.56"),
        ("—4.9", "-4.9"),
        ("（1，234）", "（1,234）"),
        ("1O0%", "100%"),
    ],
)
def test_letters_and_separators_are_put_right_in_a_figure(read: str, meant: str) -> None:
    assert tidied(piece(read)).text == meant


@pytest.mark.parametrize("read", ["O", "lO", "一", "2021年1月", "Ol号", "1,23,4", "2021.1.8", "指标1：完成", "5=6+7"])
def test_what_is_no_figure_stays_as_it_was_read(read: str) -> None:
    assert tidied(piece(read)).text == read


def test_an_unsure_figure_is_covered_whole() -> None:
    result, unsure = covered(piece("预算为14.27万元，下降5%", unsure="7"))
    assert result.text == f"预算为{COVERED * 5}万元，下降5%"
    assert unsure == ["14.27"]


def test_an_unsure_word_is_no_figure() -> None:
    result, unsure = covered(piece("（室）及相关", unsure="（）"))
    assert (result.text, unsure) == ("（室）及相关", [])


def test_the_least_sure_digit_counts() -> None:
    assert piece("14.27", unsure="7").confidence == 0.3
    assert piece("合计14", unsure="合").confidence == 0.99
    assert Piece(()).confidence == 0.0
