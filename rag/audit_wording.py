"""Findings as plain sentences, from data/audit.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from rag.lexicon import read_data

if TYPE_CHECKING:
    from rag.findings import Finding


@dataclass(frozen=True, slots=True)
class Sentences:
    chinese: str
    english: str


def say(finding: Finding) -> Sentences:
    """One sentence in each language."""
    return Sentences(_say("zh", finding), _say("en", finding))


def _say(language: str, finding: Finding) -> str:
    data, rule = _data()[language], finding.rule
    if finding.status == "rounding":
        template = data["rounding"]
    else:
        template = data["rules"].get(rule.key) or data["operations"][rule.operation]
    places = finding.places
    pages = list(dict.fromkeys(place.page for place in places))
    return str(template).format(
        page=places[0].page if places else "?",
        pages=data["and"].join(map(str, pages[:6])),
        subject=finding.subject,
        stated=finding.stated,
        expected=finding.expected,
        formula=finding.formula,
        places=len(places),
        rule=rule.chinese if language == "zh" else rule.english,
    )


@cache
def _data() -> dict[str, Any]:
    return read_data("audit.yaml")
