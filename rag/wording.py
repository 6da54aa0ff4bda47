"""Sentences of an answer, from data/answer.*.yaml, and text from documents made safe to stand in them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from extractors.model import Level, Measure, Phase
from extractors.quantities import Amount
from rag.lexicon import read_data

MARKUP = re.compile(r"([\\`*_\[\]|~!#])")
WEB = re.compile(r"(://|www\.|mailto:|javascript:|data:)", re.IGNORECASE)
SPACES = re.compile(r"\s+")
BETWEEN_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s+(?=[\u3000-\u9fff\uff00-\uffef])")
LONGEST_QUOTE = 160


def escape(text: str) -> str:
    """Text from a document or a question, on one line, without any effect as Markdown, HTML or a link."""
    flat = BETWEEN_CHINESE.sub("", SPACES.sub(" ", text)).strip()
    flat = MARKUP.sub(r"\\\1", flat)
    flat = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return WEB.sub(lambda m: m.group().replace(":", "&#58;").replace(".", "&#46;"), flat)


def shorten(text: str, most: int = LONGEST_QUOTE) -> str:
    return text if len(text) <= most else text[:most] + "…"


def plain_value(amount: Amount) -> str:
    """The decimal string, with the digits that were printed and never an exponent."""
    return format(amount.value, "f")


def unit_symbol(amount: Amount) -> str:
    return amount.unit.symbol if amount.unit else ""


def with_unit(amount: Amount) -> str:
    return f"{plain_value(amount)} {unit_symbol(amount)}".strip()


class Wording:
    """The sentences of one language. Values are filled in as they are: escape them first."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._data = _load(language)

    def say(self, key: str, **values: object) -> str:
        """`key` may lead into a group: "verdict.conflict"."""
        found: Any = self._data
        for part in key.split("."):
            found = found[part]
        return str(found).format(**values)

    def examples(self, **values: object) -> list[str]:
        return [str(example).format(**values) for example in self._data["examples"]]

    def join(self, parts: list[str]) -> str:
        return self.say("list_joint").join(parts)

    def phase(self, phase: Phase) -> str:
        return self.say(f"phase.{phase.value}")

    def level(self, level: Level) -> str:
        return self.say(f"level.{level.value}")

    def measure(self, measure: Measure) -> str:
        return self.say(f"measure.{measure.value}")

    def scope(self, money: str | None) -> str:
        names = self._data["scope"]
        return str(names[money]) if money in names else ""

    def period(self, year: int | None, phase: Phase) -> str:
        if year is None:
            return self.say("no_period", phase=self.phase(phase))
        return self.say("period", year=year, phase=self.phase(phase))


@cache
def _load(language: str) -> dict[str, Any]:
    return read_data(f"answer.{language}.yaml")
