"""Names that end alike, written with their common end once: 仓山和鼓楼两个生态环境局."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.names import SHORTEST_NAME
from rag.query import Discloser

SHORTEST_HEAD = 2
HEAD_JOINT = "[和与跟及、,]"
BEFORE_ENDING = "(?:[这那]?[两二三四几]个|[两二三四几]家|的)?"


def shared_endings(cores: Sequence[tuple[str, Discloser]]) -> dict[str, dict[str, Discloser]]:
    """What several names end in → what they begin with → whose name it is: 生态环境局 → 仓山, 鼓楼."""
    endings: dict[str, dict[str, Discloser]] = {}
    for core, discloser in cores:
        for cut in range(SHORTEST_HEAD, len(core) - SHORTEST_NAME + 1):
            endings.setdefault(core[cut:], {})[core[:cut]] = discloser
    several = {ending: heads for ending, heads in endings.items() if len({d.name for d in heads.values()}) > 1}
    return dict(sorted(several.items(), key=lambda item: -len(item[0])))


def listed_heads(heads: Iterable[str]) -> re.Pattern[str]:
    """Two heads or more with joints between them, at the end of a text."""
    one = "|".join(sorted(map(re.escape, heads), key=len, reverse=True))
    return re.compile(rf"(?:{one})(?:{HEAD_JOINT}(?:{one}))+{BEFORE_ENDING}$")
