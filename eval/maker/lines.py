"""Text broken into lines: anywhere between Chinese characters, never within a number or a word."""

from __future__ import annotations

import re

from eval.maker.fonts import text_width

TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,%:-]*|\s|.", re.S)
NOT_FIRST = "，。；：、）》”%！？"


def wrapped(text: str, width: float, font: str, size: float, indent: float = 0.0) -> list[str]:
    """Lines for prose, the first one shorter by `indent`; joined again they are the text."""
    lines: list[str] = []
    line, used = "", indent
    for match in TOKEN.finditer(text):
        token = match.group()
        wide = text_width(token, font, size)
        if line and used + wide > width and token not in NOT_FIRST:
            lines.append(line)
            line, used = "", 0.0
        line += token
        used += wide
    return [*lines, line]


def broken(text: str, width: float, font: str, size: float) -> list[str]:
    """Lines for a cell, cut at any character where they are too long, as office programs do."""
    lines: list[str] = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for character in part:
            wide = text_width(character, font, size)
            if line and used + wide > width + 0.01:
                lines.append(line)
                line, used = "", 0.0
            line += character
            used += wide
        lines.append(line)
    return lines
