"""The marks that Markdown and converters leave in text (# ** - <p> <input> &nbsp;) → what a reader would see."""

from __future__ import annotations

import html
import re

TICKED, UNTICKED = "√", "□"
"""How the offices' own forms print a box: □新增项目 √延续性项目."""

_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?=\S)")
_BULLET = re.compile(r"^\s{0,3}[-*+]\s+(?=[^\s\d])")  # "- 5 -" is a page number
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\((?:https?:|/|#)[^)]*\)")
_CHECKBOX = re.compile(r"<input\b([^<>]*)>", re.I)
_BREAK = re.compile(r"<(?:br|/?p|/?div|/?li|/?h[1-6])\b[^<>]*>", re.I)
_TAG = re.compile(
    r"</?(?:a|b|big|center|em|font|i|img|label|ol|small|span|strike|strong|sub|sup|u|ul|s|o:p)\b[^<>]*>", re.I
)


def plain_line(line: str) -> str:
    """A line of Markdown or text, without the marks. A mark may stand for a line break: the result may have several."""
    return plain_field(_BULLET.sub("", _HEADING.sub("", line)))


def plain_field(text: str) -> str:
    """A table field, without the marks inside it."""
    if "<" in text or "&" in text:
        text = _CHECKBOX.sub(lambda box: TICKED if "checked" in box.group(1).lower() else UNTICKED, text)
        text = _TAG.sub("", _BREAK.sub("\n", text))
        text = html.unescape(text)
    text = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
