"""Bytes → text, in the encodings that Chinese offices write: UTF-8, GB 18030 (with GBK and GB 2312), UTF-16."""

from __future__ import annotations

import codecs
import re

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_-]+)""", re.I)
_DECLARED_WITHIN = 4096
_GB = {"gb2312", "gbk", "gb18030", "gb_2312-80"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01
_MAX_BROKEN_SHARE = 0.002
"""UTF-8 with a few broken characters (a cut at the end, a bad copy) is still UTF-8: GB 18030 accepts almost any bytes,
and would turn all of it into other characters. Of GB 18030 text read as UTF-8 more than half is broken."""


def decode_text(data: bytes) -> str | None:
    """The text, without byte order mark; None where the bytes are no text in any of the encodings.

    Bytes that do not fit become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _plausible(data[len(mark) :].decode(encoding, errors="replace"))
    utf16 = _utf16_without_mark(data)
    if utf16:
        return _plausible(data.decode(utf16, errors="replace"))
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") <= 1 + _MAX_BROKEN_SHARE * len(text):
        return _plausible(text)
    return _plausible(data.decode("gb18030", errors="replace"))


def decode_markup(data: bytes) -> str:
    """The text of a web page, in the encoding that it declares; what does not fit becomes U+FFFD, as in a browser."""
    declared = _DECLARED.search(data, 0, _DECLARED_WITHIN)
    name = declared.group(1).decode("ascii").lower() if declared else ""
    marked = data.startswith(tuple(mark for mark, _ in _MARKS))
    text = data.decode("gb18030", errors="replace") if name in _GB and not marked else decode_text(data)
    return text if text is not None else data.decode("utf-8", errors="replace")


def _utf16_without_mark(data: bytes) -> str | None:
    """Every second byte of ASCII characters (digits, line ends) is zero in UTF-16; other text has no zeros."""
    sample = data[:_DECLARED_WITHIN]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if max(odd, even) * 20 < len(sample) or min(odd, even) * 5 > max(odd, even):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _plausible(text: str) -> str | None:
    odd = len(_CONTROL.findall(text)) + text.count("\ufffd")
    return text if odd <= 2 + _MAX_CONTROL_SHARE * len(text) else None
