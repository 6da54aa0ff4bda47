"""Files that were handed in together: kept under their own names until they are read, and how fast that goes."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path

from ui.file_names import safe_name
from ui.standing import Entry, Pace


class Batch:
    """A folder of ours within `folder`. Not safe to use from several threads; its owner has the lock."""

    def __init__(self, folder: Path) -> None:
        self._folder = Path(tempfile.mkdtemp(dir=folder))
        self._numbers: dict[str, int] = {}  # by path as text
        self._began = 0.0  # time.monotonic()
        self._bytes = self._bytes_done = self._files_done = 0
        self.pages = 0

    @property
    def paths(self) -> list[Path]:
        return [Path(path) for path in self._numbers]

    @property
    def numbers(self) -> list[int]:
        return list(self._numbers.values())

    def number_of(self, path: str) -> int | None:
        """Which of its files stands at a path."""
        return self._numbers.get(path)

    def add(self, path: Path, name: str, number: int) -> Entry:
        """Copies (or links) a file, so that its own path may go away."""
        entry = Entry(number, safe_name(name), path.stat().st_size)
        own = self._folder / str(number) / entry.name
        own.parent.mkdir()
        _link(path, own)
        self._numbers[str(own)] = number
        self._bytes += entry.size
        return entry

    def begin(self) -> None:
        self._began = time.monotonic()

    def end(self, entry: Entry) -> None:
        """One of its files is done."""
        self._files_done += 1
        self._bytes_done += entry.size

    def pace(self) -> Pace:
        seconds = max(time.monotonic() - self._began, 1e-3)
        left = self._bytes - self._bytes_done
        remaining = seconds * left / self._bytes_done if self._bytes_done else None
        return Pace(self._files_done, len(self._numbers), self.pages, self.pages / seconds, remaining)

    def drop(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _link(path: Path, own: Path) -> None:
    try:
        os.link(path, own)
    except OSError:  # another file system
        shutil.copyfile(path, own)
