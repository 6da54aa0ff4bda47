"""The wording of layout, narrative and covers: data/prose.yaml, narrative.yaml and identity.yaml, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


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
