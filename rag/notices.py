"""Sentences about the state of a library, for the people who ask it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from rag.vectors import State

Language = Literal["en", "zh"]


def notice(state: State, language: Language) -> str:
    return _load()[state.value][language]


@cache
def _load() -> dict[str, dict[str, str]]:
    sentences: dict[str, dict[str, str]] = yaml.safe_load(files("rag").joinpath("data/notices.yaml").read_text("utf-8"))
    return sentences
