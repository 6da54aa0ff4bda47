"""Where an organisation's name puts it: 苏州市审计局 → 江苏省苏州市.

Cities and provinces are data/places.yaml; counties and districts, some three thousand, are known by their endings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.phrases import read_data

_CITY = r"(?:市|州|地区|盟)"
_PROVINCE = r"(?:省|(?:壮族|回族|维吾尔)?自治区)"
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:自治县|自治旗|新区|(?<!开发)区|县|旗|(?<=..)市)")
_PART_OF_DISTRICT = re.compile(r"产业|技术|开发|管理|经济")
_COUNTY = re.compile(r"[\u4e00-\u9fff]{1,10}?(?:自治县|自治旗|县|旗|(?<=..)区|(?<=..)市)")
_NO_COUNTY = re.compile(
    r"[社小校院园厂库灾景片战辖各]区$|保护区$|自治区$|[本全各我该]县$|国旗$|城市$|党|局|级|直|产业|技术|开发|管理|经济|高新|经开|示范|保税"
)
_WORD_WITH_CITY = re.compile(r"场|容|内|区|域|直|级|属|政(?![务府协法])|民(?![政族宗])")
"""After 市: it begins a word of its own (市场, 市政) and closes no name of a place."""
_ANY_OFFICE = "政府机关"
_MIN_REST = 2
"""Characters that must be left of a name when a district is taken off."""


@dataclass(frozen=True, slots=True)
class Place:
    """`name` is the place in full, '' where unknown; `rest` is what the organisation is called without it."""

    name: str
    rest: str


def split_place(organisation: str) -> Place:
    """The place that a name begins with and the rest of the name."""
    gazetteer = load_gazetteer()
    if gazetteer.central.match(organisation):
        return Place("中央", organisation)
    party = gazetteer.party.match(organisation)
    name, rest, has_suffix = "", organisation[party.end() if party else 0 :], False
    for region in (gazetteer.provinces, gazetteer.cities):
        match = region.pattern.match(rest)
        if match and len(rest) - match.end() >= _MIN_REST:
            name = name + match.group() if name else region.full_names[match["short"]]
            has_suffix = bool(match["suffix"])
            rest = rest[match.end() :]
    if not name:
        return _split_county(rest) or Place("", organisation)
    district = _DISTRICT.match(rest) if has_suffix else None
    if district and len(rest) - district.end() >= _MIN_REST and not _PART_OF_DISTRICT.search(district.group()):
        return Place(name + district.group(), rest[district.end() :])
    return Place(name, rest)


def is_region(name: str) -> bool:
    """Whether the name is nothing but a place: 柞水县, 重庆市璧山区, 苏州市."""
    place = split_place(name + _ANY_OFFICE)
    return place.rest == _ANY_OFFICE and bool(place.name)


def _split_county(organisation: str) -> Place | None:
    """柞水县审计局 → 柞水县: a name that begins with a county or district and says no more of where it is."""
    county = _COUNTY.match(organisation)
    if county is None or _NO_COUNTY.search(county.group()):
        return None
    rest = organisation[county.end() :]
    is_word = county.group().endswith("市") and _WORD_WITH_CITY.match(rest)
    return None if is_word or len(rest) < _MIN_REST else Place(county.group(), rest)


@dataclass(frozen=True, slots=True)
class Region:
    """Names of one rank. `full_names` gives a city with its province: 苏州 → 江苏省苏州市."""

    pattern: re.Pattern[str]
    full_names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    central: re.Pattern[str]
    party: re.Pattern[str]
    provinces: Region
    cities: Region


@cache
def load_gazetteer() -> Gazetteer:
    data = read_data("places.yaml")
    provinces = {re.sub(_PROVINCE + "$", "", full): full for full in data["provinces"]}
    cities = {city: f"{province}{city}市" for province, names in data["provinces"].items() for city in names}
    cities |= {name: f"{name}市" for name in data["municipalities"]}
    # 吉林 is both: there, the suffix tells which.
    return Gazetteer(
        re.compile(data["central"]),
        re.compile(data["party"]),
        Region(_starting_with(provinces, _PROVINCE, provinces.keys() & cities.keys()), provinces),
        Region(_starting_with(cities, _CITY, set()), cities),
    )


def _starting_with(names: dict[str, str], suffix: str, needs_suffix: set[str]) -> re.Pattern[str]:
    bare = "|".join(sorted(names.keys() - needs_suffix, key=len, reverse=True))
    strict = "".join(rf"|{name}(?={suffix})" for name in sorted(needs_suffix))
    return re.compile(rf"(?P<short>{bare}{strict})(?P<suffix>{suffix})?")
