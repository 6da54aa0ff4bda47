"""Runs `extract` in a limited child process, so that no file can stop, fill or crash the program that reads it.

    parent: path ──▶ child: extract ──▶ parent: Extraction or ExtractionError

A child stays warm and reads one file after another; when it dies, overruns or has grown, the next file gets a fresh
one. Every outcome is an extraction or one of `extractors.errors`; only a broken installation raises WorkerError.
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Generic, Self, TypeVar

from extractors.errors import DamagedFile, ExtractionError, OutOfMemory, OutOfTime
from extractors.messages import ERRORS, HungUpError, MalformedError, receive, send
from extractors.model import Extraction
from extractors.worker import BROKEN, CRASHED, DONE, FAILED, NO_MEMORY

logger = logging.getLogger(__name__)

_UNREADABLE = "The reader failed on this file; it is probably damaged. Open it, save it again and load that."

EXTRACT = "extractors:extract"
START_SECONDS = 60.0
"""How long a child may take to start and import its readers."""
STOP_SECONDS = 1.0

_ROOT = Path(__file__).resolve().parents[1]
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
"""All that a child inherits: no keys, no settings."""
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Numeric libraries reserve address space per thread."""
_OUT_OF_MEMORY_SIGNS = (b"MemoryError", b"bad_alloc", b"out of memory", b"Out of memory", b"Cannot allocate memory")
_ABORT_REASONS = (b"free()", b"malloc", b"corrupt", b"Assertion", b"terminate called", b"Fatal Python error")
"""What other aborts say first: the heap's own checks, assertions, C++ exceptions, the interpreter. PDFium aborts
without a word where it gets no memory."""
_LAST_WORDS_BYTES = 64 * 1024


class WorkerError(RuntimeError):
    """The child process cannot start or lacks a module: the installation is broken, not the file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Memory is the child's whole address space, libraries included.

    The longest are files of pictures: `extractors.ocr` stops at four minutes and leaves the rest to understanding what
    was read. Its models and what they work on take 1.4 GB.
    """

    seconds: float = 300.0
    memory_bytes: int = 2 * 1024**3


DEFAULT_LIMITS = Limits()
Result = TypeVar("Result")


def extract_isolated(path: Path, *, file_name: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Extraction:
    """Read one file in a child process of its own. IsolatedExtractor reads many in one."""
    with IsolatedExtractor(limits) as extractor:
        return extractor.extract(path, file_name)


class IsolatedReader(Generic[Result]):
    """A warm child process that calls `target` (module:function) with a path and a text, one call after another.

    For one thread; only `close` may come from another, and ends the call that is under way. `result` is the class that
    the target returns: Extraction, or plain data such as bytes.
    """

    def __init__(self, target: str, result: type[Result], limits: Limits = DEFAULT_LIMITS) -> None:
        self.limits = limits
        self._target = target
        self._result = result
        self._child: _Child | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._closed = True
        self._dismiss()

    def call(self, path: Path, text: str) -> Result:
        """Raises an ExtractionError with a sentence for the person who has the file."""
        if self._closed:
            raise _interrupted()
        child = self._child = self._child or _Child(self.limits, self._target)
        name = f"{path.name!r} ({text!r})"
        fit = False
        try:
            if self._closed:  # while the child started
                raise HungUpError
            *outcome, fit = child.ask(path.resolve(), text)
            return self._accept(outcome, name)
        except TimeoutError:
            raise _out_of_time(self.limits) from None
        except HungUpError:
            raise _interrupted() if self._closed else child.cause_of_death(name) from None
        except MalformedError as error:
            fit = False
            logger.warning("%s: the reader sent nothing usable (%s)", name, error)
            raise DamagedFile(_UNREADABLE) from error
        finally:
            if not fit:
                self._dismiss()

    def _accept(self, outcome: list[Any], name: str) -> Result:
        match outcome:
            case [kind, result] if kind == DONE and isinstance(result, self._result):
                return result
            case [kind, str(error), str(message)] if kind == FAILED and error in ERRORS:
                raise ERRORS[error](message)
            case [kind] if kind == NO_MEMORY:
                raise _out_of_memory(self.limits)
            case [kind, str(error), str(trace)] if kind == CRASHED:
                logger.warning("%s: the reader failed with %s", name, error)
                logger.debug("%s", trace)
                raise DamagedFile(_UNREADABLE)
            case [kind, str(message)] if kind == BROKEN:
                raise WorkerError(f"The reader process lacks a part of the program: {message}")
        raise MalformedError("an unknown reply")

    def _dismiss(self) -> None:
        """The next call, if any, gets a fresh child."""
        child, self._child = self._child, None
        if child:
            child.stop()


class IsolatedExtractor(IsolatedReader[Extraction]):
    """`extract` in a warm child process, one file after another."""

    def __init__(self, limits: Limits = DEFAULT_LIMITS, *, target: str = EXTRACT) -> None:
        super().__init__(target, Extraction, limits)

    def extract(self, path: Path, file_name: str | None = None) -> Extraction:
        """Raises an ExtractionError with a sentence for the person who has the file."""
        return self.call(path, file_name or path.name)


def _interrupted() -> OutOfTime:
    return OutOfTime("Reading was interrupted before it was done. Load the file again.")


def _out_of_time(limits: Limits) -> OutOfTime:
    return OutOfTime(f"Reading took longer than {limits.seconds:g} seconds and was stopped. Split the file up.")


def _out_of_memory(limits: Limits) -> OutOfMemory:
    size = limits.memory_bytes // 2**20
    return OutOfMemory(
        f"Reading needed more than {size} MB of memory and was stopped. The file may be made to do harm."
    )


class _Child:
    """One process, from its start to its end. Its own session: Ctrl-C reaches only the parent, which then stops it."""

    def __init__(self, limits: Limits, target: str) -> None:
        self._limits = limits
        self._stopping = threading.Lock()
        self._last_words = b""
        self._said_before = 0  # bytes of output before the present file
        self._output: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed in stop()
        self._connection, theirs = socket.socketpair()
        arguments = [theirs.fileno(), limits.memory_bytes, math.ceil(limits.seconds), target]
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "extractors.worker", *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=self._output,
                stderr=self._output,
                pass_fds=[theirs.fileno()],
                env=_environment(),
                start_new_session=True,
            )
        try:
            receive(self._connection, time.monotonic() + START_SECONDS)
        except (TimeoutError, HungUpError, MalformedError) as error:
            self.stop()
            last_words = self._last_words.decode(errors="replace").strip()
            raise WorkerError(f"The reader process does not start. {last_words or repr(error)}") from error

    def ask(self, path: Path, text: str) -> list[Any]:
        """The reply. Raises TimeoutError, MalformedError, or HungUpError where the process ended without one."""
        deadline = time.monotonic() + self._limits.seconds
        try:
            self._said_before = os.fstat(self._output.fileno()).st_size
            send(self._connection, (str(path), text))
        except (OSError, ValueError) as error:  # stopped from another thread
            raise HungUpError from error
        return list(receive(self._connection, deadline))

    def cause_of_death(self, name: str) -> ExtractionError:
        """Why the process ended by itself, as far as its signal and its last words tell."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        self.stop()
        code = self._process.returncode
        if code == -signal.SIGXCPU:
            return _out_of_time(self._limits)
        if _speaks_of_memory(code, self._last_words):
            return _out_of_memory(self._limits)
        logger.warning("%s: the reader process ended with code %s", name, code)
        return DamagedFile(_UNREADABLE)

    def stop(self) -> None:
        """End the process and whatever it started; it holds nothing that could be lost. Safe to call twice, also from
        two threads: the one that waits for a reply then sees the connection end."""
        with self._stopping:
            if self._process.poll() is None:
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._connection.close()
            if not self._output.closed:
                size = os.fstat(self._output.fileno()).st_size
                self._output.seek(max(self._said_before, size - _LAST_WORDS_BYTES))
                self._last_words = self._output.read()
                self._output.close()


def _speaks_of_memory(code: int, last_words: bytes) -> bool:
    """SIGKILL comes from the kernel when the machine has no memory left: our own comes only after the last word."""
    if code == -signal.SIGKILL or any(sign in last_words for sign in _OUT_OF_MEMORY_SIGNS):
        return True
    return code == -signal.SIGABRT and not any(reason in last_words for reason in _ABORT_REASONS)


def _environment() -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {**inherited, **_ONE_THREAD, "PYTHONPATH": str(_ROOT)}
