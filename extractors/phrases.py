"""The wording of layout, narrative and covers: data/prose.yaml, narrative.yaml and identity.yaml, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractors.model import Measure


@dataclass(frozen=True, slots=True)
class Layout:
    """How prose is laid out; see the comments in data/prose.yaml for what each pattern is for."""

    numbering: tuple[re.Pattern[str], ...]
    page_number: re.Pattern[str]
    bare_page_number: re.Pattern[str]
    contents_title: re.Pattern[str]
    contents_section: str
    leader: re.Pattern[str]
    table_title: re.Pattern[str]
    glossary: re.Pattern[str]
    sentence_end: re.Pattern[str]
    clause_end: re.Pattern[str]
    not_in_headings: re.Pattern[str]
    heading_end: re.Pattern[str]
    heading_with_stop: re.Pattern[str]
    date: re.Pattern[str]


def read_data(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(
        files("extractors").joinpath("data").joinpath(name).read_text("utf-8"), Loader=yaml.CSafeLoader
    )
    return data


@cache
def load_layout() -> Layout:
    data = read_data("prose.yaml")
    patterns = {k: re.compile(v) for k, v in data.items() if k not in ("numbering", "contents_section")}
    numbering = tuple(re.compile(pattern) for pattern in data["numbering"])
    return Layout(numbering=numbering, contents_section=data["contents_section"], **patterns)


@dataclass(frozen=True, slots=True)
class Companion:
    """Something whose groups and people are counted; keys of items, those of guests from abroad by themselves."""

    words: re.Pattern[str]
    money: str
    items: dict[str, str]
    foreign: dict[str, str]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The wording of prose around a figure; see data/narrative.yaml for what each is for."""

    subject_start: re.Pattern[str]
    whose: re.Pattern[str]
    subject_end: re.Pattern[str]
    measure_only: re.Pattern[str]
    bare_side: re.Pattern[str]
    label_end: re.Pattern[str]
    as_of: re.Pattern[str]
    code_after: re.Pattern[str]
    code_before: re.Pattern[str]
    chain_part: re.Pattern[str]
    chain_digits: re.Pattern[str]
    own_budget: re.Pattern[str]
    owner: re.Pattern[str]
    scope_words: re.Pattern[str]
    side: re.Pattern[str]
    grand_total: re.Pattern[str]
    regional: re.Pattern[str]
    year_s_total: re.Pattern[str]
    functional_mark: re.Pattern[str]
    countable: re.Pattern[str]
    assets: re.Pattern[str]
    counted_noun: re.Pattern[str]
    rises: re.Pattern[str]
    falls: re.Pattern[str]
    up_to: re.Pattern[str]
    unchanged: re.Pattern[str]
    comparison: re.Pattern[str]
    budget_base: re.Pattern[str]
    same_measure_only: re.Pattern[str]
    share: re.Pattern[str]
    completion: re.Pattern[str]
    achieved: re.Pattern[str]
    part_of_year: re.Pattern[str]
    separately: re.Pattern[str]
    apart: re.Pattern[str]
    explains: re.Pattern[str]
    explains_not: re.Pattern[str]
    part_start: re.Pattern[str]
    part_resumes: re.Pattern[str]
    year_before: re.Pattern[str]
    this_year: re.Pattern[str]
    none: re.Pattern[str]
    none_start: re.Pattern[str]
    none_end: re.Pattern[str]
    none_not: re.Pattern[str]
    within_part: re.Pattern[str]
    no_part: re.Pattern[str]
    zero: re.Pattern[str]
    heading_end: re.Pattern[str]
    scopes: dict[str, re.Pattern[str]]
    seats: dict[str, re.Pattern[str]]
    scoped_items: frozenset[str]
    closed_scopes: frozenset[str]
    sides: dict[str, dict[str, list[str]]]
    parts_of: dict[str, dict[str, str]]
    foreign_wholes: frozenset[str]
    none_pairs: dict[str, str]
    own_budget_items: tuple[str, ...]
    limited_by_section: frozenset[str]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    counted: dict[str, re.Pattern[str]]
    companions: tuple[Companion, ...]
    companion_units: dict[str, tuple[re.Pattern[str], ...]]
    companion_words: re.Pattern[str]
    companion_sides: re.Pattern[str]
    beyond_border: re.Pattern[str]
    domestic: str
    section_measures: tuple[tuple[Measure, re.Pattern[str]], ...]
    measures: tuple[tuple[Measure, re.Pattern[str]], ...]


@cache
def load_phrases() -> Phrases:
    data = read_data("narrative.yaml")
    ends_with = ("share", "completion", "subject_end")
    after_change, domestic = data.pop("after_change"), data.pop("domestic")
    data["rises"], data["falls"] = (f"({data[name]}){after_change}$" for name in ("rises", "falls"))
    patterns = {
        name: re.compile(f"({value})$" if name in ends_with else value)
        for name, value in data.items()
        if isinstance(value, str)
    }
    return Phrases(
        **patterns,
        scopes={key: re.compile(words) for key, words in data["scopes"].items()},
        seats={key: re.compile(words) for key, words in data["seats"].items()},
        scoped_items=frozenset(data["scoped_items"]),
        closed_scopes=frozenset(data["closed_scopes"]),
        sides=data["sides"],
        parts_of=data["parts_of"],
        own_budget_items=tuple(data["own_budget_items"]),
        none_pairs=data["none_pairs"],
        foreign_wholes=frozenset(data["foreign_wholes"]),
        limited_by_section=frozenset(data["limited_by_section"]),
        kinds=tuple((name, re.compile(words)) for name, words in data["kinds"].items()),
        counted={key: re.compile(words) for key, words in data["counted"].items()},
        companions=tuple(Companion(**entry | {"words": re.compile(entry["words"])}) for entry in data["companions"]),
        companion_units={
            name: tuple(re.compile(unit[kind]) for kind in ("sure", "unsure", "words"))
            for name, unit in data["companion_units"].items()
        },
        domestic=domestic,
        section_measures=tuple((Measure(name), re.compile(words)) for name, words in data["section_measures"]),
        measures=tuple((Measure(name), re.compile(words)) for name, words in data["measures"]),
    )
