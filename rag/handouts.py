"""Files to hand out, exports and reports, each written once for every state of the library."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from rag.library import Library

MOST = 16  # files that are kept; the one asked for longest ago goes first


class HandOuts:
    """They lie in a folder of the system's, which goes with this object."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._folder = tempfile.TemporaryDirectory(prefix="mingzhang-")
        self._lock = threading.Lock()  # the second of two who ask at once gets what the first had written
        self._kept: dict[Path, None] = {}

    def file(self, name: str, key: tuple[str, ...], write: Callable[[Path], object]) -> Path:
        """The file of this name and key as the library is now; `write` makes it where it is not there yet."""
        with self._lock:
            path = self._folder_of(name, key) / name
            if path not in self._kept:
                path.parent.mkdir(exist_ok=True)  # there, and empty, where writing failed before
                write(path)
            self._kept.pop(path, None)
            self._kept[path] = None
            for oldest in list(self._kept)[:-MOST]:
                shutil.rmtree(oldest.parent, ignore_errors=True)
                del self._kept[oldest]
        return path

    def close(self) -> None:
        self._folder.cleanup()

    def _folder_of(self, name: str, key: tuple[str, ...]) -> Path:
        told_apart = repr((self._library.revision, name, key)).encode()
        return Path(self._folder.name) / hashlib.sha256(told_apart).hexdigest()
