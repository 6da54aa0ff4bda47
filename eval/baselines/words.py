"""What a question asks for and which unit a text prints, by the patterns of words.yaml."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml


def wants_number(question: str) -> bool:
    """A question that asks for no words asks for a number: 改革协调局2021年福利费."""
    asks_number, asks_text = (
        re.search(patterns()[key], question, re.IGNORECASE) for key in ("asks_number", "asks_text")
    )
    return bool(asks_number) or not asks_text


def wants_percent(question: str) -> bool:
    return bool(re.search(patterns()["asks_percent"], question, re.IGNORECASE))


def asked_unit(question: str) -> str | None:
    found = re.search(patterns()["asks_unit"], question)
    return next(filter(None, found.groups())) if found else None


def last_unit(text: str) -> str | None:
    """The unit of the last “单位：…” in a text."""
    found = re.findall(patterns()["unit_line"], text)
    return found[-1] if found else None


def without_filler(question: str) -> str:
    for filler in patterns()["filler"]:
        question = re.sub(filler, " ", question, flags=re.IGNORECASE)
    return question


@cache
def patterns() -> dict[str, Any]:
    written: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"))
    return written
