"""The words of answers: complete in both languages, and without effect where they come from documents."""

from typing import Any

import pytest

from extractors.quantities import TEN_THOUSAND_YUAN, Amount
from rag.comparison import Rule
from rag.lexicon import read_data
from rag.wording import Wording, escape, plain_value, shorten


def keys(data: dict[str, Any], prefix: str = "") -> set[str]:
    found = set()
    for key, value in data.items():
        found |= keys(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}"}
    return found


def test_both_languages_say_the_same_things() -> None:
    assert keys(read_data("answer.zh.yaml")) == keys(read_data("answer.en.yaml"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_has_its_words(language: str) -> None:
    data = read_data(f"answer.{language}.yaml")
    assert set(data["rule"]) == set(data["check"]) == {rule.value for rule in Rule}


def test_groups_are_reached_by_dots() -> None:
    assert Wording("zh").say("verdict.conflict") == "**核对：有不一致，请两边都看：**"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("基本\n支出", "基本支出"),
        ("a  b", "a b"),
        ("*x* _y_ [z](u)", "\\*x\\* \\_y\\_ \\[z\\](u)"),
        ("<b>", "&lt;b&gt;"),
        ("http://x.example", "http&#58;//x.example"),
        ("JavaScript:alert(1)", "JavaScript&#58;alert(1)"),
        ("{0.__class__}", "{0.\\_\\_class\\_\\_}"),
    ],
)
def test_text_from_documents_is_made_safe(text: str, safe: str) -> None:
    assert escape(text) == safe


def test_values_never_have_an_exponent() -> None:
    assert plain_value(Amount(TEN_THOUSAND_YUAN.factor.normalize() * 1000, None, "")) == "10000000"


def test_long_quotes_are_cut() -> None:
    assert shorten("字" * 200, 3) == "字字字…"
