"""The files as they were handed in, each under the hash of its bytes: no name of theirs ever becomes a path of ours."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Collection
from pathlib import Path
from uuid import uuid4

from extractors import sha256_of
from rag.errors import UnwritableLibrary

SUFFIXES = (".pdf", ".txt", ".md", ".html", ".htm", ".docx", ".xlsx")
_CHUNK_BYTES = 1 << 20
_ABANDONED_SECONDS = 24 * 3600  # after this nobody is still reading a file that came in


class Originals:
    """`incoming/` holds copies that are being read, `originals/` those whose documents are in the database."""

    def __init__(self, folder: Path) -> None:
        self._kept = folder / "originals"
        self._incoming = folder / "incoming"

    def receive(self, source: Path) -> tuple[Path, str]:
        """A copy that nobody else touches, and the hash of exactly these bytes. The caller keeps or deletes it."""
        copy = self._incoming / f"{uuid4().hex}{_suffix(source)}"
        try:
            self._incoming.mkdir(exist_ok=True)
            shutil.copyfile(source, copy)
            return copy, sha256_of(copy)
        except OSError as error:
            copy.unlink(missing_ok=True)
            raise UnwritableLibrary(f"{source} cannot be copied into the library: {error.strerror}.") from error

    def keep(self, copy: Path, sha256: str) -> None:
        try:
            self._kept.mkdir(exist_ok=True)
            with copy.open("rb+") as file:
                os.fsync(file.fileno())
            copy.replace(self.path(sha256, copy.suffix))
        except OSError as error:
            raise UnwritableLibrary(f"An original cannot be kept in {self._kept}: {error.strerror}.") from error

    def path(self, sha256: str, suffix: str) -> Path:
        return self._kept / f"{sha256}{suffix}"

    def drop(self, sha256: str) -> None:
        for path in self._kept.glob(f"{sha256}.*"):
            path.unlink(missing_ok=True)

    def orphans(self, known: Collection[str]) -> list[Path]:
        """Files that belong to no document; call it while nobody writes."""
        now = time.time()
        abandoned = [path for path in _files(self._incoming) if now - path.stat().st_mtime > _ABANDONED_SECONDS]
        return abandoned + [path for path in _files(self._kept) if path.stem not in known]


def _suffix(source: Path) -> str:
    """One of ours, or `.bin`: the kept file's name has no other part of the given one."""
    suffix = source.suffix.lower()
    return suffix if suffix in SUFFIXES else ".bin"


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
