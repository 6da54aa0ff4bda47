"""The reader process: `python -m extractors.worker`. It reads one file after another until its parent hangs up.

It limits itself before it opens any file: address space, processor time, size of written files, no core dumps, no
network, no other programs. The parent enforces the time limit from outside.

Network: a namespace of its own where the kernel allows that to this user, and in any case an audit hook that refuses
sockets and programs to Python code. PDFium and libxml2, the C code that meets the file, are built without network.
"""

from __future__ import annotations

import ctypes
import importlib
import resource
import socket
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractors.errors import ExtractionError
from extractors.messages import HungUpError, receive, send

READY, DONE, FAILED, NO_MEMORY, CRASHED, BROKEN = "ready", "done", "failed", "no memory", "crashed", "broken"

MAX_WRITTEN_BYTES = 1 << 20
"""Enough for compiled modules and messages; readers write nothing."""
TIRED_SHARE = 0.5
"""A worker that has come to hold this share of its address space after a file is replaced before the next."""

_M_MMAP_THRESHOLD = -3
LARGE_BLOCK_BYTES = 2 << 20
"""Blocks from this size on go back to the machine as soon as they are free."""
_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
)

Extract = Callable[..., Any]


def main(arguments: list[str]) -> None:
    """`arguments`: the socket's descriptor, memory in bytes, processor seconds a file, the target module:function."""
    descriptor, memory_bytes, seconds, target = int(arguments[0]), int(arguments[1]), int(arguments[2]), arguments[3]
    connection = socket.socket(fileno=descriptor)
    leave_network()
    give_large_blocks_back()
    extract = load(target)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, MAX_WRITTEN_BYTES)
    limit(resource.RLIMIT_AS, memory_bytes)
    forbid_network_and_programs()
    send(connection, (READY,))
    serve(connection, extract, memory_bytes, seconds)


def serve(connection: socket.socket, extract: Extract, memory_bytes: int, seconds: int) -> None:
    """Answer each (path, file name) with a reply tuple; its last element tells whether this worker can go on."""
    while True:
        try:
            path, file_name = receive(connection)
        except HungUpError:
            return
        limit_processor_time(seconds)
        reply = read(extract, Path(path), file_name)
        fit = reply[0] in (DONE, FAILED) and address_space() < TIRED_SHARE * memory_bytes
        try:
            send(connection, (*reply, fit))
        except MemoryError:
            send(connection, (NO_MEMORY, False))
        except ConnectionError:
            return


def read(extract: Extract, path: Path, file_name: str | None) -> tuple[Any, ...]:
    """The outcome as data. Every exception ends here: a bug in a library must cost one file, not the ingest."""
    try:
        return DONE, extract(path, file_name=file_name)
    except ExtractionError as error:
        return FAILED, type(error).__name__, str(error)
    except MemoryError:
        return (NO_MEMORY,)
    except ImportError as error:
        return BROKEN, str(error)
    except Exception as error:
        return CRASHED, type(error).__name__, traceback.format_exc()


def load(target: str) -> Extract:
    module, _, name = target.partition(":")
    extract: Extract = getattr(importlib.import_module(module), name)
    return extract


def limit(kind: int, most: int) -> None:
    """Lower a limit for good; one that is lower already stays."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, most))


def limit_processor_time(seconds: int) -> None:
    """Counts for the whole process, so each file gets its own allowance on top of what is used. The kernel ends the
    process at the soft limit, also when the parent is no longer there to do it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def address_space() -> int:
    """Bytes of address space in use; 0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text().split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def give_large_blocks_back() -> None:
    """glibc keeps ever larger freed blocks otherwise: pages that are pictures leave 100 MB behind. Others have no such
    setting and need none."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, LARGE_BLOCK_BYTES)


def leave_network() -> bool:
    """Move into a network namespace without any interface. False where the system does not allow it."""
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return False
    return any(unshare(flags) == 0 for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET))


def forbid_network_and_programs() -> None:
    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(f"{event} is not allowed while a file is read")

    sys.addaudithook(refuse)


if __name__ == "__main__":
    main(sys.argv[1:])
