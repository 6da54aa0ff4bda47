"""Questions in traditional characters, as they are written with the simplified ones of the documents."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

CHARSET = "gb2312"  # of simplified text; it also holds 乾 and 於, which names in such text keep


def simplified(text: str) -> str:
    """單位的採購 → 单位的采购; text without a character that only traditional writing has stays as it is."""
    if not any(_is_foreign(character) for character in text):
        return text
    converted = _converter().convert(text)
    return str(converted)


def _is_foreign(character: str) -> bool:
    """Whether simplified text has no such character."""
    if character < "\u3400":
        return False
    try:
        character.encode(CHARSET)
    except UnicodeEncodeError:
        return bool(_converter().convert(character) != character)
    return False


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
