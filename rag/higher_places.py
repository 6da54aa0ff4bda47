"""Places above an agency's own: 上海市财政局 is another agency than 上海市普陀区财政局."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.agency_slips import kinds
from rag.lexicon import normalise
from rag.names import ADMINISTRATIVE, Name, abbreviates
from rag.query import Discloser

PART = re.compile(rf"[^{ADMINISTRATIVE}]{{2,}}?(?:自治)?[{ADMINISTRATIVE}]")


class Place:
    """Where one agency is: the names of its own place, and of those above it."""

    def __init__(self, discloser: Discloser, names: Sequence[Name]) -> None:
        written = [normalise(discloser.place), *(name.prefix for name in names)]
        parts = max((PART.findall(text) for text in written), key=len, default=[])
        self._own = _spellings(parts[-1:])
        self._above = _spellings(parts[:-1])
        self._is_common = any(abbreviates(kind, name) or kind == name.core for name in names for kind in kinds())

    def is_below(self, words: str) -> bool:
        """Whether the words name only places above, where every place has an agency of this kind."""
        return self._is_common and not self.is_named(words) and any(above in words for above in self._above)

    def is_named(self, words: str) -> bool:
        return any(own in words for own in self._own)


def _spellings(parts: Sequence[str]) -> frozenset[str]:
    return frozenset(spelling for part in parts for spelling in (part, part.rstrip(ADMINISTRATIVE)))
