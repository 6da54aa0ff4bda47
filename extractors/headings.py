"""The words of headings and captions, compiled from data/headings.yaml once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractors.model import Measure
from extractors.phrases import read_data


@dataclass(frozen=True, slots=True)
class Headings:
    """Patterns over text without white space; see the comments in the data file for what each is for."""

    roles: dict[str, re.Pattern[str]]
    identifiers: re.Pattern[str]
    lane_start: re.Pattern[str]
    heading_words: re.Pattern[str]
    column_numbers: re.Pattern[str]
    measures: tuple[tuple[Measure, re.Pattern[str]], ...]
    prior_year: re.Pattern[str]
    change_group: re.Pattern[str]
    neutral_rows: re.Pattern[str]
    whole: re.Pattern[str]
    total_rows: re.Pattern[str]
    captions: dict[str, re.Pattern[str]]
    form_titles: re.Pattern[str]
    form_words: re.Pattern[str]
    label_order: tuple[re.Pattern[str], ...]
    unit_heading: re.Pattern[str]
    government_heading: re.Pattern[str]
    classification_heading: re.Pattern[str]
    economic_heading: re.Pattern[str]
    functional_heading: re.Pattern[str]
    money_words: re.Pattern[str]
    project_label: re.Pattern[str]
    project_column: re.Pattern[str]
    project_money: re.Pattern[str]
    project_title: re.Pattern[str]
    generic_title: re.Pattern[str]
    revenue_side: re.Pattern[str]
    expenditure_side: re.Pattern[str]
    unit_column: re.Pattern[str]
    period_row: re.Pattern[str]
    change_row: re.Pattern[str]
    change_percent_row: re.Pattern[str]


@cache
def load_headings() -> Headings:
    data = read_data("headings.yaml")
    return Headings(
        roles={role: re.compile(pattern) for role, pattern in data["roles"].items()},
        identifiers=re.compile(data["identifiers"]),
        lane_start=re.compile(data["lane_start"]),
        heading_words=re.compile(data["heading_words"]),
        column_numbers=re.compile(data["column_numbers"]),
        measures=tuple((Measure(name), re.compile(pattern)) for name, pattern in data["measures"]),
        prior_year=re.compile(data["prior_year"]),
        change_group=re.compile(data["change_group"]),
        neutral_rows=re.compile(data["neutral_rows"]),
        whole=re.compile(data["whole"]),
        total_rows=re.compile(data["total_rows"]),
        captions={name: re.compile(pattern) for name, pattern in data["captions"].items()},
        form_titles=re.compile(data["form_titles"]),
        form_words=re.compile(data["form_words"]),
        label_order=tuple(re.compile(pattern) for pattern in data["label_order"]),
        unit_heading=re.compile(data["unit_heading"]),
        government_heading=re.compile(data["government_heading"]),
        classification_heading=re.compile(data["classification_heading"]),
        economic_heading=re.compile(data["economic_heading"]),
        functional_heading=re.compile(data["functional_heading"]),
        money_words=re.compile(data["money_words"]),
        project_label=re.compile(data["project_label"]),
        project_column=re.compile(data["project_column"]),
        project_money=re.compile(data["project_money"]),
        project_title=re.compile(data["project_title"]),
        generic_title=re.compile(data["generic_title"]),
        revenue_side=re.compile(data["revenue_side"]),
        expenditure_side=re.compile(data["expenditure_side"]),
        unit_column=re.compile(data["unit_column"]),
        period_row=re.compile(data["period_row"]),
        change_row=re.compile(data["change_row"]),
        change_percent_row=re.compile(data["change_percent_row"]),
    )


def squeeze(text: str) -> str:
    """Without white space: labels are broken over lines and spread with spaces to fill a cell."""
    return "".join(text.split())
