"""The parts of an item as people call them beside its name: 政府采购里货物、工程、服务各多少."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.items import item_name
from rag.lexicon import Lexicon
from rag.query import Target

PUNCTUATION = r"[\s,，、:：()（）“”\"']"
END = r"[\s,，、。?？]|$"


def short_parts(key: str | None, text: str, lexicon: Lexicon) -> tuple[Target, ...]:
    """Those of an item's parts that `text`, which follows its name, begins with, in its order; () where none."""
    parts = lexicon.parts.get(key or "", {})
    if not parts:
        return ()
    name = rf"(?:{_any_of(parts)})(?={_any_of(lexicon.after_parts)}|{END})"
    listed = re.match(
        rf"(?:{PUNCTUATION}|{_any_of(lexicon.before_parts)})*({name}(?:(?:{PUNCTUATION}|[和与及跟])*{name})*)", text
    )
    said = re.findall(name, listed[1] + text[listed.end() : listed.end() + 2]) if listed else []
    return tuple(Target(part, item_name(part)) for part in dict.fromkeys(parts[one] for one in said))


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
