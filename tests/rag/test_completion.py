"""What a language model may add to the understanding of a question."""

from __future__ import annotations

import pytest

from rag.answer import answer
from rag.library import Library
from tests.rag.builders import cell, make_extraction
from tests.rag.model_server import Script, asked, fills, says

UNKNOWN = "甲市档案馆2021年请人吃席多少钱？"


@pytest.fixture
def filled(library: Library) -> Library:
    library.add(make_extraction(facts=[cell("公务接待费", "4.00", item="official_reception")]))
    library.add(make_extraction(agency="乙市图书馆", facts=[cell("公务接待费", "6.00", item="official_reception")]))
    return library


def test_a_model_may_choose_among_the_meanings_that_the_rules_offer(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(make_extraction(facts=[cell("工资福利支出", "50.00", item="301", statement="economic")]))
    question = "档案馆2021年工资是多少？"
    offered = answer(question, library)
    assert offered.status == "ambiguous"
    script = _by_kind(fills({"items": ["工资福利支出"], "agency": None}), says(""))
    found, _ = asked(question, library, script, monkeypatch)
    assert [(f.item, f.value) for f in found.figures] == [("工资福利支出", "50.00")]
    assert "按“工资福利支出（由语言模型选定）”理解了“工资”。" in found.text
    assert found.model == "openai:m"


@pytest.mark.parametrize(
    "form",
    [
        {"items": ["公务接待费"], "agency": None},
        {"items": ["工资福利支出999万元"], "agency": None},
        {"items": "工资福利支出"},
        {"items": [None, 3, {"a": 1}]},
        {},
        [1],
        "{no JSON",
    ],
)
def test_any_other_choice_is_ignored(form: object, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add(make_extraction(facts=[cell("工资福利支出", "50.00", item="301", statement="economic")]))
    question = "档案馆2021年工资是多少？"
    offered = answer(question, library)
    found, _ = asked(question, library, fills(form), monkeypatch)
    assert found.text.startswith(offered.text)
    assert "没有采用语言模型的措辞" in found.text
    assert (found.status, found.choices, found.figures, found.model) == (offered.status, offered.choices, (), None)


def test_a_proposed_item_is_offered_and_not_answered(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(UNKNOWN, filled).status == "not_found"
    script = fills({"items": ["公务接待费", "不存在的费", "公务接待费"], "agency": "丙市财政局"})
    found, requests = asked(UNKNOWN, filled, script, monkeypatch)
    assert (found.status, found.figures, found.model) == ("ambiguous", (), "openai:m")
    assert found.choices == ("甲市档案馆2021年公务接待费是多少？",)
    assert requests[0]["tools"]


def test_the_method_of_structured_output_is_a_setting(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    _, requests = asked(UNKNOWN, filled, fills({}), monkeypatch, method="json_schema")
    assert "tools" not in requests[0]
    assert requests[0]["response_format"]["type"] == "json_schema"  # type: ignore[index]


def test_what_the_rules_understand_is_not_asked_again(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    _, requests = asked("今天天气怎么样？", filled, says("今天晴。"), monkeypatch)
    assert requests == []


def test_a_proposed_agency_must_be_loaded(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "2021年请人吃席多少钱？"
    for named, choice in (
        ("乙市图书馆", "乙市图书馆2021年公务接待费是多少？"),
        ("丙市财政局", "2021年公务接待费是多少？"),
    ):
        found, _ = asked(question, filled, fills({"items": ["公务接待费"], "agency": named}), monkeypatch)
        assert found.choices == (choice,)


def _by_kind(filling: Script, writing: Script) -> Script:
    return lambda exchange: filling(exchange) if "tools" in exchange.asked else writing(exchange)
