"""Short names of agencies: which of them are slips of the pen, and which are other agencies."""

from __future__ import annotations

import pytest

from rag import Library, answer
from rag.agency_slips import is_kind, short_slip, sounds_alike
from rag.model import Status
from rag.names import split_name
from tests.rag.builders import cell, make_extraction


@pytest.mark.parametrize(
    ("written", "name", "start"),
    [
        ("扣岸办", "安州市人民政府口岸办公室", 0),
        ("安州扣岸办", "安州市人民政府口岸办公室", 2),
        ("宁川扣岸办", "安州市人民政府口岸办公室", None),  # another place's
        ("省计局", "安州市审计局", 0),
        ("税务局", "安州市水务局", None),  # sounds alike, and is another agency
        ("财务局", "安州市水务局", None),  # does not sound alike
        ("扣岸处", "安州市人民政府口岸办公室", None),
    ],
)
def test_a_slip_sounds_alike_and_is_no_other_agency(written: str, name: str, start: int | None) -> None:
    assert short_slip(written, split_name(name)) == start


def test_characters_that_input_methods_confuse() -> None:
    assert sounds_alike("口", "扣") and sounds_alike("审", "省")
    assert not sounds_alike("财", "水")
    assert not sounds_alike("口", "a")


def test_what_agencies_of_many_places_are_called() -> None:
    assert is_kind("外事办") and not is_kind("扣岸办") and not is_kind("高院")


@pytest.fixture
def bureaus(library: Library) -> Library:
    for agency, text in (("安州市口岸办公室", "4.00"), ("安州市水务局", "5.00")):
        spent = cell("合计", text, item="three_public")
        library.add(make_extraction(agency=agency, place="安州市", facts=[spent]))
    return library


def test_a_slip_is_answered_and_told(bureaus: Library) -> None:
    told = answer("安州扣岸办2021年三公经费", bureaus)
    assert [(f.agency, f.value) for f in told.figures] == [("安州市口岸办公室", "4.00")]
    assert "扣岸办" in told.text


@pytest.mark.parametrize("agency", ["安州外事办", "安州市财务局", "安州税务局"])
def test_another_agency_is_not_loaded(bureaus: Library, agency: str) -> None:
    assert answer(f"{agency}2021年三公经费", bureaus).status is Status.NOT_FOUND
