"""Names of items with a character that sounds alike."""

from __future__ import annotations

import pytest

from rag import Library, answer
from rag.item_slips import item_meant
from tests.rag.builders import cell, make_extraction


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("三共经费", "three_public"),
        ("公务结待费", "official_reception"),
        ("公务车待费", None),  # does not sound alike
        ("三公经费", None),  # no slip: the name itself
        ("古籍修复", None),
    ],
)
def test_one_character_that_sounds_alike(written: str, key: str | None) -> None:
    item = item_meant(written)
    assert (item.key if item else None) == key


def test_the_reading_is_told(library: Library) -> None:
    library.add(make_extraction(facts=[cell("合计", "4.00", item="three_public")]))
    told = answer("档案馆2021年三共经费是多少", library)
    assert [f.value for f in told.figures] == ["4.00"]
    assert "三共经费" in told.text


def test_a_name_that_a_document_knows_is_no_slip(library: Library) -> None:
    project = cell("三共经费", "9.00", statement="projects")
    library.add(make_extraction(facts=[cell("合计", "4.00", item="three_public"), project]))
    assert [f.value for f in answer("档案馆2021年三共经费是多少", library).figures] == ["9.00"]
