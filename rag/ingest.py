"""Files and folders into the library: each file ends in exactly one status, and none can stop the others.

A file is copied, read in a child process with limits, cut into passages, and stored with all that was read in one
transaction. Whatever interrupts this leaves whole documents only; doing it again finishes the work.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

from extractors import sha256_of
from extractors.errors import ExtractionError, OutOfTime
from extractors.model import Extraction, Phase
from extractors.statements import expected_statements
from rag.contents import Statements
from rag.model import StoredDocument
from rag.originals import SUFFIXES, Originals
from rag.passages import make_passages
from rag.store import Added, Addition, Store

STORED = ("added", "unchanged", "replaced", "partial")


class Extractor(Protocol):
    """Reads one file after another; `extractors.isolation.IsolatedExtractor` is the one that people get."""

    def extract(self, path: Path, file_name: str | None = None) -> Extraction: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class FileReport:
    file: str
    status: str
    reason: str = ""
    document_id: str | None = None
    agency: str | None = None
    year: int | None = None
    phase: str | None = None
    pages: int = 0
    tables: int = 0
    facts: int = 0
    unread: int = 0
    seconds: float = 0.0

    @property
    def is_stored(self) -> bool:
        return self.status in STORED


@dataclass(frozen=True, slots=True)
class IngestReport:
    files: tuple[FileReport, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        return {"files": [asdict(file) for file in self.files]}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is, after the file of `last`."""

    files_done: int
    files: int
    pages: int
    last: FileReport


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and in folders those whose names end as ours do; hidden and lock files are not meant."""
    found: dict[Path, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_walk(path) if path.is_dir() else [path]))
    return list(found)


def ingest_files(
    files: Sequence[Path],
    store: Store,
    originals: Originals,
    make_extractor: Callable[[], Extractor],
    *,
    on_replaced: Callable[[str], None] = lambda document_id: None,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> IngestReport:
    """The report is in the order of `files`, whatever finishes first."""
    workers = max(1, min(jobs or _processors(), len(files)))
    desk = _Desk(store, originals, on_replaced, _Pool(make_extractor))
    executor = ThreadPoolExecutor(workers, thread_name_prefix="ingest")
    try:
        futures = [executor.submit(desk.load, file) for file in files]
        _follow(futures, progress)
        return IngestReport(tuple(future.result() for future in futures))
    finally:
        # After Ctrl-C: what has not begun never does; what is being read is given up, what is being stored finishes.
        executor.shutdown(wait=False, cancel_futures=True)
        desk.extractors.close()
        executor.shutdown(wait=True)


class _Pool:
    """One extractor for each thread that is reading, made when first needed and used again."""

    def __init__(self, make: Callable[[], Extractor]) -> None:
        self._make = make
        self._idle: SimpleQueue[Extractor] = SimpleQueue()
        self._all: list[Extractor] = []
        self._closed = False

    def extract(self, path: Path, file_name: str) -> Extraction:
        extractor = self._take()
        try:
            return extractor.extract(path, file_name)
        finally:
            self._idle.put(extractor)

    def close(self) -> None:
        self._closed = True
        for extractor in self._all:
            extractor.close()

    def _take(self) -> Extractor:
        if self._closed:
            raise OutOfTime("The ingest was interrupted before this file was read.")
        if not self._idle.empty():
            return self._idle.get()
        extractor = self._make()
        self._all.append(extractor)
        return extractor


def _follow(futures: Sequence[Future[FileReport]], progress: Callable[[Progress], None] | None) -> None:
    pages = 0
    for done, future in enumerate(as_completed(futures), start=1):
        report = future.result()
        pages += report.pages
        if progress:
            progress(Progress(done, len(futures), pages, report))


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where files are taken in, one after another by each thread."""

    store: Store
    originals: Originals
    on_replaced: Callable[[str], None]
    extractors: _Pool

    def load(self, file: Path) -> FileReport:
        started = time.perf_counter()
        report = self._load(file)
        return replace(report, seconds=round(time.perf_counter() - started, 3))

    def _load(self, file: Path) -> FileReport:
        try:
            known = self.store.document(sha256_of(file))
        except OSError as error:
            return FileReport(printable(file), "damaged", f"The file cannot be opened: {error.strerror}.")
        if known:
            return _known(file, known)
        copy, sha256 = self.originals.receive(file)
        try:
            extraction = self.extractors.extract(copy, printable(file.name))
            return self._store(file, extraction, copy, sha256)
        except ExtractionError as error:
            return FileReport(printable(file), error.status, str(error))
        except UnicodeEncodeError as error:
            return FileReport(printable(file), "damaged", f"The text holds codes that are no characters: {error}.")
        finally:
            copy.unlink(missing_ok=True)

    def _store(self, file: Path, extraction: Extraction, copy: Path, sha256: str) -> FileReport:
        addition = self.store.add(
            extraction,
            make_passages(extraction),
            suffix=copy.suffix,
            statements=statements_of(extraction),
            before_commit=lambda: self.originals.keep(copy, sha256),
        )
        if addition.replaced:
            self.on_replaced(addition.replaced)
        stored = self.store.document(sha256)
        if stored is None:
            return FileReport(printable(file), "damaged", "The document was removed while it was being loaded.")
        if addition.added is Added.KNOWN:
            return _known(file, stored)
        status = "partial" if extraction.warnings else addition.added.value
        return FileReport(printable(file), status, _reason(extraction, addition), *_numbers(stored))


def statements_of(extraction: Extraction) -> Statements:
    """Which standard tables are there, in reading order, and which of its phase are not."""
    found = tuple(dict.fromkeys(table.statement for table in extraction.tables if table.statement))
    expected = expected_statements(extraction.identity.phase)
    return Statements(found, tuple(key for key in expected if key not in found))


def _known(file: Path, known: StoredDocument) -> FileReport:
    reason = f"The same content is loaded as {known.file_name}." if known.file_name != printable(file.name) else ""
    return FileReport(printable(file), Added.KNOWN, reason, *_numbers(known))


def _reason(extraction: Extraction, addition: Addition) -> str:
    sentences = list(extraction.warnings)
    if addition.replaced:
        sentences.append("It takes the place of an older edition of the same name.")
    if extraction.identity.phase is Phase.OTHER:
        sentences.append("It is neither a budget nor final accounts: loaded for its text.")
    return " ".join(sentences)


def _numbers(document: StoredDocument) -> tuple[Any, ...]:
    """The fields of a report that describe what is stored, in its order."""
    about = (document.id, document.agency, document.year, document.phase.value)
    return (*about, document.pages, document.tables, document.facts, document.unread)


def printable(name: str | Path) -> str:
    """A file name as text: bytes that are no UTF-8 become question marks."""
    return str(name).encode("utf-8", "replace").decode("utf-8")


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _walk(folder: Path) -> Iterator[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        yield folder  # to be reported as one that cannot be opened
        return
    for path in paths:
        if path.name.startswith((".", "~$")) or (path.is_symlink() and path.is_dir()):
            continue
        if path.is_dir():
            yield from _walk(path)
        elif path.suffix.lower() in SUFFIXES:
            yield path
