"""Names of files as somebody gave them, made safe to be names here."""

from __future__ import annotations

import unicodedata

LONGEST_NAME_BYTES = 200


def safe_name(name: str) -> str:
    """The last part of a name that somebody gave, without what is no character to look at, and not too long."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    visible = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] not in "C").strip()
    stem, dot, suffix = visible.rpartition(".")
    if not dot:
        stem, suffix = visible, ""
    room = LONGEST_NAME_BYTES - len(f"{dot}{suffix}".encode())
    shortened = stem.encode()[: max(room, 0)].decode(errors="ignore")
    return f"{shortened}{dot}{suffix}" if shortened.strip(".") else f"file{dot}{suffix}"[:60]
