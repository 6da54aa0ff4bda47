"""What there is to see of files on their way into the library: values that the intake tells."""

from __future__ import annotations

from dataclasses import dataclass

from rag.ingest import FileReport


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that was handed in. `report` says what became of it, `failure` why it could not even be read; neither
    while it waits or is being read."""

    number: int
    name: str
    size: int  # bytes
    started: float | None = None  # time.monotonic()
    report: FileReport | None = None
    failure: str = ""

    @property
    def is_done(self) -> bool:
        return self.report is not None or bool(self.failure)


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
    """Every file, oldest first, and the pace while anything is being read; each change has its version."""

    version: int
    entries: tuple[Entry, ...] = ()
    pace: Pace | None = None
