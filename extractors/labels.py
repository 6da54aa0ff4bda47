"""The form in which printed labels are compared: what two spellings of one name have in common.

`fold` takes away what typesetting adds (white space, quotes, brackets, full-width and compatibility forms);
`bare` also takes away what belongs to the row and not to the name: ordinals, 其中：, codes, level marks, units.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

_DROPPED = frozenset("“”‘’\"'＂＇「」『』《》〈〉`´（）()[]［］【】〔〕〖〗{}｛｝\u200b\u200c\u200d\ufeff\u00ad")
_COMPATIBILITY = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFF01, 0xFF5E))  # radicals, ideographs, full-width ASCII

_LEVEL_MARK = re.compile(r"[（(]\s*+\d{0,3}\s*+[类款项]\s*+[）)]")
_UNIT_MARK = re.compile(r"[（(]\s*+(?:单位[：:])?\s*+[千万亿]?元\s*+[）)]\s*+$")
_NUMERAL = "一二三四五六七八九十"
_PREFIX = re.compile(
    rf"\s*+(?:[（(]\s*+(?:[{_NUMERAL}]+|\d{{1,2}})\s*+[）)]\s*+[、.．]?"  # （一） (1)
    rf"|[{_NUMERAL}]+\s*+[、.．]"  # 一、
    r"|\d{1,2}(?:\s*+(?:[、．)）]|\.(?!\d))|\s++(?=[\u4e00-\u9fff]))"  # 1、 1. 1）
    r"|[\u2460-\u2487\u3220-\u3229]\s*+[、.．]?"  # ① ⑴ ㈠
    r"|其中\s*+[：:，,]?|[加减]\s*+[：:]"
    r"|[\[［【]\s*+\d{3,7}\s*+[\]］】]"  # [30101]基本工资
    r"|[235]\d{2}(?:\d{2}){0,2}\s*+[-_—]?\s*+(?=[\u4e00-\u9fff])(?!年)"  # 30101基本工资
    r"|[★☆■□●○◆◇▲#*＊·•\-—–]+)"
)
_EDGES = "：:，,。；;、*＊"


def bare(label: str) -> str:
    """The name in a label: `一、（1）“三公”经费：` is 三公经费. A label that is nothing but ordinal stays as it is."""
    name = _UNIT_MARK.sub("", _LEVEL_MARK.sub("", label))
    while (match := _PREFIX.match(name)) and match.end() < len(name.rstrip()):
        name = name[match.end() :]
    return fold(name).strip(_EDGES) or fold(label)


def fold(text: str) -> str:
    return "".join(_folded(character) for character in text)


def fold_with_offsets(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters where it stands in `text`."""
    kept = [(folded, offset) for offset, character in enumerate(text) if (folded := _folded(character))]
    return "".join(folded for folded, _ in kept), [offset for _, offset in kept]


def is_level_marked(text: str, end: int) -> bool:
    """Whether a level of the functional classification follows: 行政运行（项）, 司法（06款）."""
    return _LEVEL_MARK.match(text, end) is not None


@cache
def _folded(character: str) -> str:
    """One character or none, so that offsets can be kept."""
    if character in _DROPPED or character.isspace():
        return ""
    if any(low <= ord(character) <= high for low, high in _COMPATIBILITY):
        character = unicodedata.normalize("NFKC", character)
    return character.lower() if character.isascii() else character
