from collections.abc import Sequence
from decimal import Decimal

from extractors.model import Fact, Level, Phase
from extractors.quantities import TEN_THOUSAND_YUAN, YUAN
from rag.model import StoredDocument, StoredFact
from rag.places import Place, find_places, in_unit
from tests.rag.builders import amount, cell, sentence

DOCUMENT = StoredDocument("d", "d.pdf", "甲市档案馆", (), "甲市", 2021, Phase.BUDGET, Level.UNIT, 1, 1, 1, 0, "added")
NAMES = frozenset({"甲市档案馆"})


def places(*facts: Fact) -> list[Place]:
    return find_places([StoredFact(n, "d", fact) for n, fact in enumerate(facts)], DOCUMENT, NAMES)


def values(found: Sequence[Place]) -> list[str]:
    return [str(place.amount.value) for place in found]


def economic(text: str, row: int, **others: object) -> Fact:
    return cell("培训费", text, item="30216", code="30216", statement="expenditure_by_economic", row=row, **others)


def test_rows_of_one_code_are_added_up() -> None:
    (place,) = places(economic("5.00", 3), economic("2.00", 4))
    assert (str(place.amount.value), place.formula) == ("7.00", "5.00 + 2.00")


def test_a_row_that_is_the_sum_of_the_others_stands_for_them() -> None:
    (place,) = places(economic("7.00", 2), economic("5.00", 3), economic("2.00", 4))
    assert (str(place.amount.value), place.formula) == ("7.00", None)


def test_equal_rows_of_one_code_are_two_rows() -> None:
    assert values(places(economic("5.00", 3), economic("5.00", 4))) == ["10.00"]


def test_total_row_and_the_agencys_own_row_are_one_statement() -> None:
    total = cell("合计", "829.31", item="expenditure_total", statement="expenditure", row=3, subject="甲市档案馆")
    own = cell("甲市档案馆", "829.31", item="expenditure_total", statement="expenditure", row=4, subject="甲市档案馆")
    assert values(places(total, own)) == ["829.31"]


def test_the_agency_comes_before_its_units() -> None:
    unit = cell("甲市档案库", "1.00", item="official_reception", row=3, subject="甲市档案库")
    own = cell("甲市档案馆", "4.00", item="official_reception", row=4, subject="甲市档案馆")
    assert values(places(unit, own)) == ["4.00"]


def test_the_leftmost_of_columns_without_restriction_is_the_whole() -> None:
    whole = economic("5.00", 3, column_index=7)
    part = economic("4.00", 3, column_index=8)
    assert values(places(part, whole)) == ["5.00"]


def test_tables_come_before_sentences_and_wholes_before_parts() -> None:
    prose = sentence("公务接待费4万元。", "公务接待费", "4", item="30216")
    part = economic("3.00", 3, aspect="basic_expenditure")
    whole = economic("5.00", 3)
    assert values(places(prose, part, whole)) == ["5.00", "3.00", "4"]


def test_amounts_in_different_units_are_not_added() -> None:
    assert places(economic("5.00", 3), economic("2.00", 4, unit=YUAN)) == []


def test_amounts_convert_without_losing_digits() -> None:
    assert in_unit(amount("4.00"), YUAN).text == "40000"
    assert in_unit(amount("123456", YUAN), TEN_THOUSAND_YUAN).value == Decimal("12.3456")
