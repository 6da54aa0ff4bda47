import pytest

from rag.english_names import in_chinese
from rag.understand import read_question
from tests.rag.test_agencies import DIRECTORY


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("what did the shenzhen port office spend", "what did the 深圳口岸办公室 spend"),
        ("xi'an municipal audit bureau's training", "西安审计局's training"),
        ("the emergency management bureau of suzhou", "the 应急管理局 of 苏州"),
        ("which shenzhen agency", "which 深圳 agency"),
        ("jiangsu provincial high people's court", "江苏高级人民法院"),
        ("report on data", "report on data"),
        ("改革协调局2021年", "改革协调局2021年"),
    ],
)
def test_names_in_chinese(text: str, chinese: str) -> None:
    assert in_chinese(text) == chinese


def test_an_english_name_is_that_of_a_loaded_agency() -> None:
    query = read_question("Basic expenditure of Shenzhen Port Office in 2026", DIRECTORY)
    assert [agency.name for agency in query.agencies] == ["深圳市人民政府口岸办公室"]
    assert query.language == "en"


def test_an_agency_that_is_not_loaded_is_called_as_in_the_question() -> None:
    query = read_question("Total expenditure of Beijing Municipal Finance Bureau", DIRECTORY)
    assert (query.agencies, query.unknown_agencies) == ((), ("Beijing Municipal Finance Bureau",))


@pytest.mark.parametrize("on", ["telescopes", "space probes and rockets"])
def test_what_money_is_spent_on_is_asked_for_and_not_all_that_is_spent(on: str) -> None:
    query = read_question(f"How much does 改革协调局 spend on {on}?", DIRECTORY)
    assert [(target.key, target.label) for target in query.targets] == [(None, on)]
