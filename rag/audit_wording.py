"""Findings as plain sentences, from data/audit.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.checks import Check, Outcome, Rule
from rag.lexicon import read_data


@dataclass(frozen=True, slots=True)
class Sentences:
    chinese: str
    english: str


def say(rule: Rule, check: Check, places: int) -> Sentences:
    """One sentence in each language. `places` is how many places the finding has."""
    return Sentences(_say("zh", rule, check, places), _say("en", rule, check, places))


def _say(language: str, rule: Rule, check: Check, places: int) -> str:
    data = _data()[language]
    if check.outcome is Outcome.ROUNDING:
        template = data["rounding"]
    else:
        template = data["rules"].get(rule.key) or data["operations"][rule.operation]
    first = check.places[0] if check.places else None
    pages = list(dict.fromkeys(place.page for place in check.places))
    return str(template).format(
        page=first.page if first else "?",
        pages=data["and"].join(map(str, pages[:6])),
        subject=check.subject or (first.name if first else ""),
        stated=check.stated,
        expected=check.expected,
        formula=check.formula,
        places=places,
        rule=rule.chinese if language == "zh" else rule.english,
    )


@cache
def _data() -> dict[str, Any]:
    return read_data("audit.yaml")
