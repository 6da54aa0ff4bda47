import pytest

from rag.english_items import in_official_words


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("spend on housing purchase subsidy", "spend on 购房补贴"),
        ("the home purchase subsidy in", "the 购房补贴 in"),
        ("property management costs", "物业管理费"),
        ("a civil servants' medical subsidy?", "a 公务员医疗补助?"),
        ("expenditure on medical grants for civil servants", "expenditure on 公务员医疗补助"),
        ("housing purchase subsidies", "housing purchase subsidies"),  # official as it stands
        ("health", "health"),
        ("mars base construction costs", "mars base construction costs"),
        ("公务接待费", "公务接待费"),
    ],
)
def test_other_forms_of_english_names_become_the_chinese_name(written: str, meant: str) -> None:
    assert in_official_words(written) == meant
