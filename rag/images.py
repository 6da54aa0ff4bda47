"""Pages as pictures, rendered from the stored original when first looked at and kept under the library.

The original is as hostile as on the day it came: it is opened in a child process with limits, never here.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path
from uuid import uuid4

from extractors.isolation import IsolatedReader, Limits
from extractors.rendering import TARGET, request
from rag.errors import UnwritableLibrary

LIMITS = Limits(seconds=30.0, memory_bytes=1024**3)


class PageImages:
    """`images/<document>/<page>-<scale>.png`; where the library cannot be written they are kept for this run only."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="mingzhang-") if read_only else None
        self._folder = Path(self._temporary.name) if self._temporary else folder / "images"
        self._renderer = IsolatedReader(TARGET, bytes, LIMITS)
        self._lock = threading.Lock()  # a reader process takes one request after another

    def image(self, original: Path, document_id: str, page: int, scale: float) -> Path:
        """Raises an ExtractionError where the page cannot be drawn."""
        path = self._folder / document_id / f"{page}-{round(scale * 100)}.png"
        with self._lock:
            if not path.exists():
                picture = self._renderer.call(original, request(page, scale))
                _write_whole(path, picture)
        return path

    def drop(self, document_id: str) -> None:
        shutil.rmtree(self._folder / document_id, ignore_errors=True)

    def orphans(self, known: frozenset[str]) -> list[Path]:
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        return [path for path in found if path.name not in known]

    def close(self) -> None:
        self._renderer.close()
        if self._temporary:
            self._temporary.cleanup()


def _write_whole(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise UnwritableLibrary(f"No page image can be kept in {path.parent}: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
