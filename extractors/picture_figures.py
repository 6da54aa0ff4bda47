"""Figures as a recogniser sees them: letters taken for digits are put right where that makes a figure, and only there;
a figure that is not sure is covered, so that nobody takes it for one."""

from __future__ import annotations

import re

from extractors.picture_text import FIGURE, Character, Piece

FLOOR = 0.88
"""A figure with a character less sure than this is not read. On clear scans all are surer; wrong figures of blurred
ones are less sure."""
COVERED = "\N{REPLACEMENT CHARACTER}"

_MEANT = {
    **dict.fromkeys("OoＯ〇", "0"),
    **dict.fromkeys("lI|｜", "1"),
    **dict.fromkeys("，、", ","),
    **dict.fromkeys("。·．", "."),
}
_SIGNS = {"－": "-", "—": "-", "–": "-"}
_FIGURE = re.compile(r"[-(（]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?[)）]?[%％]?")


def tidied(piece: Piece) -> Piece:
    """A piece that is one figure and nothing else, with its digits and separators put right; any other as it is."""
    characters = piece.characters
    if not any(c.text.isdigit() for c in characters):
        return piece
    texts = [_MEANT.get(c.text, c.text) for c in characters]
    texts[0] = _SIGNS.get(texts[0], texts[0])
    for attempt in (texts, _with_decimal_point(texts)):
        if _FIGURE.fullmatch("".join(attempt)):
            return Piece(tuple(Character(t, c.at, c.confidence) for t, c in zip(attempt, characters, strict=True)))
    return piece


def _with_decimal_point(texts: list[str]) -> list[str]:
    """The last separator read as the decimal point, those before it as separators of thousands."""
    places = [i for i, text in enumerate(texts) if text in (",", ".")]
    return [("." if i == places[-1] else ",") if i in places else text for i, text in enumerate(texts)]


def covered(piece: Piece) -> tuple[Piece, list[str]]:
    """The piece with its unsure figures covered, and what these were read as."""
    characters = list(piece.characters)
    unsure: list[str] = []
    start = 0
    for end in range(1, len(characters) + 1):
        if end < len(characters) and (characters[end].text in FIGURE) == (characters[start].text in FIGURE):
            continue
        run = characters[start:end]
        is_figure = run[0].text in FIGURE and any(c.text.isdigit() for c in run)
        if is_figure and min(c.confidence for c in run) < FLOOR:
            unsure.append("".join(c.text for c in run))
            characters[start:end] = [Character(COVERED, c.at, c.confidence) for c in run]
        start = end
    return Piece(tuple(characters)), unsure
