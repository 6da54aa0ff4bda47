"""Files on their way into the library: read in a thread of their own, so that nobody who asks has to wait for them.

There is one intake for all browsers, and all see the same of it. What was handed in before is read before.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
import time
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Protocol

from extractors.isolation import IsolatedExtractor, WorkerError
from extractors.model import Extraction
from rag.errors import BadRequest, LibraryError
from rag.ingest import Extractor, FileReport, IngestReport, Progress

logger = logging.getLogger(__name__)

MOST_WAITING = 1000  # files; who hands in more is told to come back
MOST_SHOWN = 200  # files whose outcome is still told
LONGEST_NAME_BYTES = 200


class Library(Protocol):
    """What an intake needs of a library."""

    def ingest(
        self,
        paths: Iterable[Path],
        *,
        jobs: int | None = ...,
        progress: Callable[[Progress], None] | None = ...,
        make_extractor: Callable[[], Extractor] | None = ...,
    ) -> IngestReport: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that was handed in. `report` says what became of it; None while it waits or is being read."""

    number: int
    name: str
    size: int  # bytes
    started: float | None = None  # time.monotonic()
    report: FileReport | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the files of now are read; `remaining_s` is None before there is anything to judge by."""

    files_done: int
    files: int
    pages: int
    pages_per_second: float
    remaining_s: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to see: every file, oldest first, and the pace while anything is being read.

    `failure` says in a sentence why the files handed in last could not be read at all.
    """

    version: int
    entries: tuple[Entry, ...] = ()
    pace: Pace | None = None
    failure: str = ""


@dataclass(slots=True)
class _Batch:
    """Files that were handed in together, in a folder of ours under their own names."""

    folder: Path
    numbers: dict[str, int] = field(default_factory=dict)  # by path as text
    began: float = 0.0
    bytes_done: int = 0
    files_done: int = 0
    pages: int = 0


class Intake:
    """Safe to use from many threads."""

    def __init__(self, library: Library, *, make_extractor: Callable[[], Extractor] = IsolatedExtractor) -> None:
        self._library = library
        self._make_extractor = make_extractor
        self._folder = tempfile.TemporaryDirectory(prefix="mingzhang-intake-")
        self._changed = threading.Condition()
        self._entries: dict[int, Entry] = {}
        self._waiting: deque[_Batch] = deque()
        self._current: _Batch | None = None
        self._version = 0
        self._failure = ""
        self._numbers = count(1)
        self._thread: threading.Thread | None = None
        self._closed = False

    def take(self, files: Sequence[tuple[Path, str]]) -> None:
        """Files by their path and the name that they came under; returns at once.

        They are copied (or linked), so that their paths may go away.
        """
        with self._changed:
            if len(files) + sum(entry.report is None for entry in self._entries.values()) > MOST_WAITING:
                raise BadRequest(f"More than {MOST_WAITING} files would be waiting: add the rest when these are done.")
            self._waiting.append(self._batch(files))
            self._failure = ""
            self._note()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
                self._thread.start()

    def standing(self) -> Standing:
        with self._changed:
            entries = tuple(self._entries.values())[-MOST_SHOWN:]
            return Standing(self._version, entries, self._pace(), self._failure)

    def forget(self) -> None:
        """No longer tell what became of files that are done."""
        with self._changed:
            current = set(self._current.numbers.values()) if self._current else set()
            self._entries = {n: e for n, e in self._entries.items() if e.report is None or n in current}
            self._failure = ""
            self._note()

    def wait(self, seconds: float) -> bool:
        """Until nothing is left to read; False when that takes longer."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and self._current is None, seconds)

    def close(self) -> None:
        """What is being read is still finished; what waits is not begun."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._note()
        if self._thread:
            self._thread.join(timeout=60)
        self._folder.cleanup()

    def _batch(self, files: Sequence[tuple[Path, str]]) -> _Batch:
        batch = _Batch(Path(tempfile.mkdtemp(dir=self._folder.name)))
        for path, name in files:
            entry = Entry(next(self._numbers), safe_name(name), path.stat().st_size)
            own = batch.folder / str(entry.number) / entry.name
            own.parent.mkdir()
            _link(path, own)
            self._entries[entry.number] = entry
            batch.numbers[str(own)] = entry.number
        return batch

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                batch = self._current = self._waiting.popleft()
                batch.began = time.monotonic()
            failure = self._read(batch)
            shutil.rmtree(batch.folder, ignore_errors=True)
            with self._changed:
                for path in batch.numbers:
                    self._end(batch, path, FileReport(path, "damaged", failure))
                self._current = None
                self._failure = failure
                self._note()

    def _read(self, batch: _Batch) -> str:
        """Why it could not be read; "" when it could."""
        try:
            report = self._library.ingest(
                [Path(path) for path in batch.numbers],
                jobs=max(1, (os.cpu_count() or 2) - 1),  # one processor is left for those who ask
                progress=lambda progress: self._follow(batch, progress),
                make_extractor=lambda: _Announcing(self._make_extractor(), lambda name: self._begin(batch, name)),
            )
        except (LibraryError, WorkerError) as error:
            return str(error)
        except Exception:  # the thread must go on for the next files; what happened is in the log
            logger.exception("the intake failed")
            return "Reading failed unexpectedly; the server's log says why."
        with self._changed:
            for file in report.files:
                self._end(batch, file.file, file)
        return ""

    def _begin(self, batch: _Batch, name: str) -> None:
        """A reader has taken up a copy of a file of this name; the first of that name that waits is meant."""
        with self._changed:
            for number in batch.numbers.values():
                entry = self._entries[number]
                if entry.name == name and entry.started is None and entry.report is None:
                    self._entries[number] = replace(entry, started=time.monotonic())
                    self._note()
                    return

    def _follow(self, batch: _Batch, progress: Progress) -> None:
        with self._changed:
            self._end(batch, progress.last.file, progress.last)
            batch.pages = progress.pages
            self._note()

    def _end(self, batch: _Batch, path: str, report: FileReport) -> None:
        """The first outcome of a file is its outcome."""
        number = batch.numbers.get(path)
        if number is None or self._entries[number].report is not None:
            return
        entry = self._entries[number] = replace(self._entries[number], report=report)
        batch.files_done += 1
        batch.bytes_done += entry.size

    def _pace(self) -> Pace | None:
        batch = self._current
        if batch is None:
            return None
        seconds = max(time.monotonic() - batch.began, 1e-3)
        total = sum(self._entries[number].size for number in batch.numbers.values())
        remaining = seconds * (total - batch.bytes_done) / batch.bytes_done if batch.bytes_done else None
        return Pace(batch.files_done, len(batch.numbers), batch.pages, batch.pages / seconds, remaining)

    def _note(self) -> None:
        self._version += 1
        self._changed.notify_all()


class _Announcing:
    """An extractor that tells which file it takes up."""

    def __init__(self, extractor: Extractor, begin: Callable[[str], None]) -> None:
        self._extractor = extractor
        self._begin = begin

    def extract(self, path: Path, file_name: str | None = None) -> Extraction:
        self._begin(file_name or path.name)
        return self._extractor.extract(path, file_name)

    def close(self) -> None:
        self._extractor.close()


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


def _link(path: Path, own: Path) -> None:
    try:
        os.link(path, own)
    except OSError:  # another file system
        shutil.copyfile(path, own)
