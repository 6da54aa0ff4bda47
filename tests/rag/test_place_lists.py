"""Agencies of one kind in several places, named once for all of them."""

import pytest

from extractors.model import Level
from rag.agencies import Directory
from rag.lexicon import normalise
from tests.rag.test_agencies import document

DIRECTORY = Directory(
    [
        document("国家信访局", place="中央"),
        document("上海市信访办公室", place="上海市"),
        document("深圳市信访局", place="广东省深圳市"),
        document("上海市审计局", place="上海市"),
        document("深圳市审计局", place="广东省深圳市"),
        document("苏州市审计局", place="江苏省苏州市"),
        document("苏州市水务局", place="江苏省苏州市", level=Level.DEPARTMENT),
    ]
)
PETITIONS = ["国家信访局", "上海市信访办公室", "深圳市信访局"]


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("上海、深圳、苏州三家市审计局2026年的公务接待费", ["上海市审计局", "深圳市审计局", "苏州市审计局"]),
        ("上海市和苏州市的审计局会议费合计", ["上海市审计局", "苏州市审计局"]),
        ("2026年各地信访部门（国家、上海、深圳），谁的三公经费最多", PETITIONS),
        ("审计局（上海、深圳）公务接待费各是多少", ["上海市审计局", "深圳市审计局"]),
        ("深圳和上海的信访办哪个高", ["深圳市信访局", "上海市信访办公室"]),
        ("上海、深圳2026年三公经费最高的单位", [*PETITIONS[1:], "上海市审计局", "深圳市审计局"]),
    ],
)
def test_every_place_of_the_list_is_meant(question: str, names: list[str]) -> None:
    assert sorted(agency.name for agency in DIRECTORY.read(normalise(question)).agencies) == sorted(names)


def test_they_come_in_the_order_of_the_list() -> None:
    naming = DIRECTORY.read(normalise("苏州、上海、深圳三市审计局"))
    assert [agency.place for agency in naming.agencies] == ["江苏省苏州市", "上海市", "广东省深圳市"]


def test_a_place_without_such_an_agency_is_said_not_to_be_loaded() -> None:
    naming = DIRECTORY.read(normalise("北京、上海的审计局公务接待费各多少"))
    assert ([agency.name for agency in naming.agencies], naming.unknown) == (["上海市审计局"], ("北京审计局",))
