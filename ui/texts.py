"""The interface's words in Chinese and English, from `data/zh.yaml` and `data/en.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Language = Literal["zh", "en"]
DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Texts:
    """One language's words by dotted key: `texts("verdict.consistent")`."""

    language: Language
    words: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        found = self.look_up(key)
        if not isinstance(found, str):
            raise KeyError(f"{key} is not one text of {self.language}.yaml")
        return found.format_map(values) if values else found

    def look_up(self, key: str) -> Any:
        found: Any = self.words
        for part in key.split("."):
            found = found[part]
        return found

    def plain(self) -> dict[str, str]:
        """The texts outside of groups: those that the browser itself translates."""
        return {key: text for key, text in self.words.items() if isinstance(text, str)}


@cache
def load_texts(language: Language) -> Texts:
    return Texts(language, yaml.safe_load((DATA / f"{language}.yaml").read_text(encoding="utf-8")))


def texts_for(accept_language: str | None) -> Texts:
    """The texts for a browser's Accept-Language header: Chinese where it prefers Chinese, else English.

    No header at all means a program, not a person: Chinese, the language of the documents.
    """
    if not accept_language:
        return load_texts("zh")
    preferred = max(accept_language.split(","), key=_quality)
    return load_texts("zh" if preferred.strip().lower().startswith("zh") else "en")


def _quality(preference: str) -> float:
    """The weight of one entry of the header, 1 where it has none: `en;q=0.8` is 0.8."""
    _, _, weight = preference.partition(";q=")
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0


def script(name: str) -> str:
    """What runs in the browser when a component is there."""
    return (DATA / name).read_text(encoding="utf-8")
