"""What the program says in English, in the language of the page: `data/sentences.yaml` has every such sentence twice.

Readers and the library say one sentence to programs, logs and people alike. It is recognised here by its own words,
with what it names, so that it is also told to a Chinese reader where it was kept long ago.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

import yaml

from ui.texts import DATA, Texts

_GAP = re.compile(r"(?<=。) (?=\S)")
_WORDS, _NUMBERS = r".+?", r"\d+(?:[.,]\d+)*(?:, \d+)*"


@dataclass(frozen=True, slots=True)
class Sentence:
    """`pattern` finds the English one and names what stands in it."""

    pattern: re.Pattern[str]
    chinese: str

    def tell(self, text: str, words: Mapping[str, str]) -> str:
        """The text with this sentence in Chinese, wherever it is one of the text's sentences."""

        def told(found: re.Match[str]) -> str:
            values = {name: words.get(value, value) for name, value in found.groupdict().items()}
            return self.chinese.format_map(values)

        return self.pattern.sub(told, text)


def tell(text: str, texts: Texts) -> str:
    """The sentences that are known in the language of the page; all others as they are."""
    if texts.language == "en":
        return text
    sentences, words = load_sentences()
    for sentence in sentences:
        text = sentence.tell(text, words)
    return _GAP.sub("", text)


@cache
def load_sentences() -> tuple[tuple[Sentence, ...], Mapping[str, str]]:
    """The sentences, those with most words of their own first, and the words that may stand in them."""
    loaded = _load()
    pairs = sorted(loaded["sentences"], key=lambda pair: -len(pair["en"]))
    return tuple(Sentence(_pattern(pair["en"]), pair["zh"]) for pair in pairs), loaded["words"]


def browser_sentences() -> list[tuple[str, str]]:
    """What Gradio itself says in the browser: patterns of JavaScript, and the Chinese for what they match."""
    patterns = ((_pattern(pair["en"]).pattern, pair["zh"]) for pair in _load()["browser"])
    return [(f"^{pattern.strip('^$')}$".replace("(?P<", "(?<"), chinese) for pattern, chinese in patterns]


def _load() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DATA / "sentences.yaml").read_text(encoding="utf-8"))
    return loaded


def _pattern(template: str) -> re.Pattern[str]:
    """What may be any words reaches from the start of the text, or to its end, where no word stands between."""
    parts = list(Formatter().parse(template))
    written = "".join(f"{re.escape(words)}{_value(name, kind)}" for words, name, kind, _ in parts)
    start = "^" if template.startswith("{") else ""
    end = "$" if re.search(r"\{\w+\}\W*$", template) else ""
    return re.compile(f"{start}{written}{end}")


def _value(name: str | None, kind: str | None) -> str:
    return f"(?P<{name}>{_NUMBERS if kind else _WORDS})" if name else ""
