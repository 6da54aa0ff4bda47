"""Files on their way into the library: read in a thread of their own, so that nobody who asks has to wait for them.

There is one intake for all browsers, and all see the same of it. What was handed in before is read before.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Protocol

from extractors.isolation import IsolatedExtractor, WorkerError
from extractors.model import Extraction
from rag.errors import BadRequest, LibraryError
from rag.ingest import Extractor, FileReport, IngestReport, Progress
from ui.batch import Batch
from ui.standing import Entry, Standing

logger = logging.getLogger(__name__)

UNFORESEEN = "Reading failed unexpectedly; the server's log says why."
MOST_WAITING = 1000  # files; who hands in more is told to come back
MOST_SHOWN = 200  # files whose outcome is still told


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


class Intake:
    """Safe to use from many threads."""

    def __init__(self, library: Library, *, make_extractor: Callable[[], Extractor] = IsolatedExtractor) -> None:
        self._library = library
        self._make_extractor = make_extractor
        self._folder = tempfile.TemporaryDirectory(prefix="mingzhang-intake-")
        self._changed = threading.Condition()
        self._entries: dict[int, Entry] = {}
        self._waiting: deque[Batch] = deque()
        self._current: Batch | None = None
        self._version = 0
        self._numbers = count(1)
        self._thread: threading.Thread | None = None
        self._closed = False

    def take(self, files: Sequence[tuple[Path, str]]) -> None:
        """Files by their path and the name that they came under, whose paths may go away; returns at once."""
        with self._changed:
            if len(files) + sum(not entry.is_done for entry in self._entries.values()) > MOST_WAITING:
                raise BadRequest(f"More than {MOST_WAITING} files would be waiting: add the rest when these are done.")
            batch = Batch(Path(self._folder.name))
            entries = [batch.add(path, name, next(self._numbers)) for path, name in files]
            self._entries |= {entry.number: entry for entry in entries}
            self._waiting.append(batch)
            self._note()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="intake", daemon=True)
                self._thread.start()

    def standing(self) -> Standing:
        with self._changed:
            entries = tuple(self._entries.values())[-MOST_SHOWN:]
            return Standing(self._version, entries, self._current.pace() if self._current else None)

    def forget(self) -> None:
        """No longer tell what became of files that are done."""
        with self._changed:
            current = self._current.numbers if self._current else ()
            self._entries = {n: entry for n, entry in self._entries.items() if not entry.is_done or n in current}
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

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if self._closed:
                    return
                batch = self._current = self._waiting.popleft()
                batch.begin()
            failure = self._read(batch)
            batch.drop()
            with self._changed:
                for number in batch.numbers:
                    self._end(batch, number, failure=failure)
                self._current = None
                self._note()

    def _read(self, batch: Batch) -> str:
        """Why those of its files that have no outcome by now could not be read."""
        try:
            report = self._library.ingest(
                batch.paths,
                jobs=max(1, (os.cpu_count() or 2) - 1),  # one processor is left for those who ask
                progress=lambda progress: self._follow(batch, progress),
                make_extractor=lambda: _Announcing(self._make_extractor(), lambda name: self._begin(batch, name)),
            )
        except (LibraryError, WorkerError) as error:
            return str(error)
        except Exception:  # the thread must go on for the next files; what happened is in the log
            logger.exception("the intake failed")
            return UNFORESEEN
        with self._changed:
            for file in report.files:
                self._end(batch, batch.number_of(file.file), file)
        return UNFORESEEN  # for a file that the report does not have

    def _begin(self, batch: Batch, name: str) -> None:
        """A reader has taken up a copy of a file of this name; the first of that name that waits is meant."""
        with self._changed:
            for number in batch.numbers:
                entry = self._entries[number]
                if entry.name == name and entry.started is None and not entry.is_done:
                    self._entries[number] = replace(entry, started=time.monotonic())
                    self._note()
                    return

    def _follow(self, batch: Batch, progress: Progress) -> None:
        with self._changed:
            self._end(batch, batch.number_of(progress.last.file), progress.last)
            batch.pages = progress.pages
            self._note()

    def _end(self, batch: Batch, number: int | None, report: FileReport | None = None, failure: str = "") -> None:
        """The first outcome of a file is its outcome."""
        if number is None or self._entries[number].is_done:
            return
        entry = self._entries[number] = replace(self._entries[number], report=report, failure=failure)
        batch.end(entry)

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
