"""Names and years of others in a document's own sentences."""

from __future__ import annotations

import pytest

from extractors.checks import Words
from tests.extractors.ledger import document, findings

OWN = "示例市档案局2023年收入总计10万元。"


def words(*texts: str) -> list[Words]:
    return [Words(text, 1, None) for text in texts]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("示例市统计局2023年支出总计10万元。", ["agency_name"]),
        ("（二）示例市统计局2023年一般公共预算支出10万元。", ["agency_name"]),
        ("档案局2023年支出总计10万元。", []),
        ("市档局2023年支出总计10万元。", []),
        ("本局2023年支出总计10万元。", []),
        ("示例市统计局2023年开展了普查。", []),
    ],
)
def test_another_agency_in_a_sentence_of_ones_own(text: str, rules: list[str]) -> None:
    assert findings(document(words=words(OWN, text))) == rules


def test_a_subordinate_unit_is_named_elsewhere() -> None:
    listed = "所属预算单位包括：示例市档案馆。"
    assert findings(document(words=words(OWN, "示例市档案馆2023年支出总计1万元。", listed))) == []


def test_where_no_sentence_names_the_agency_the_name_may_be_its_own() -> None:
    assert findings(document(words=words("示例市统计局2023年支出总计10万元。"))) == []


@pytest.mark.parametrize(
    ("year", "rules"), [(2023, []), (2022, []), (2021, ["as_of_before"]), (2019, ["as_of"]), (2025, ["as_of"])]
)
def test_a_stock_is_of_the_documents_year_or_the_one_before(year: int, rules: list[str]) -> None:
    assert findings(document(words=words(f"截至{year}年12月31日，本单位共有车辆8辆。"))) == rules


def test_other_dates_are_free() -> None:
    assert findings(document(words=words("截至2018年底，全市建成档案馆3座。"))) == []
