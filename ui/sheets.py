"""Pages as pictures with a place marked: drawn in threads of their own, once for all who ask, the last ones kept.

Drawing may begin before a browser asks: what an event shows is known while its HTML is still on the way.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from extractors.model import BBox, Table
from ui import evidence
from ui.conversation import OpenPage
from ui.links import write_box

AT_ONCE = 2  # pictures that are drawn at the same time
MOST_KEPT = 64  # pictures of some 150 KB each
Key = tuple[str, int, str]


class Shelf(Protocol):
    """What drawing needs of a library."""

    def extraction_tables(self, document_id: str) -> list[Table]: ...

    def page_image(self, document_id: str, page: int, *, scale: float = ...) -> Path | None: ...


class Sheets:
    """Safe to use from many threads."""

    def __init__(self, library: Shelf) -> None:
        self._library = library
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sheets")
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Future[bytes | None]] = OrderedDict()

    def begin(self, opened: OpenPage | None) -> None:
        """Draw what will be asked for in a moment; what goes wrong is told to whoever asks."""
        if opened is not None:
            self._drawing(opened.citation.document_id, opened.page, opened.box)

    def picture(self, document_id: str, page: int, box: BBox | None) -> bytes | None:
        """The PNG; None for formats without pages. Raises what drawing raises, and draws again the next time."""
        drawing = self._drawing(document_id, page, box)
        drawn: bytes | None = None
        try:
            drawn = drawing.result()
        finally:
            if drawn is None:
                self._forget(drawing)
        return drawn

    def _drawing(self, document_id: str, page: int, box: BBox | None) -> Future[bytes | None]:
        key = (document_id, page, write_box(box) if box else "")  # as precisely as an address names the place
        with self._lock:
            drawing = self._kept.get(key)
            if drawing is None:
                drawing = self._kept[key] = self._threads.submit(self._draw, document_id, page, box)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return drawing

    def _forget(self, drawing: Future[bytes | None]) -> None:
        with self._lock:
            self._kept = OrderedDict((key, kept) for key, kept in self._kept.items() if kept is not drawing)

    def _draw(self, document_id: str, page: int, box: BBox | None) -> bytes | None:
        picture = self._library.page_image(document_id, page, scale=evidence.SCALE)
        if picture is None:
            return None
        tables = self._library.extraction_tables(document_id) if box else ()
        return evidence.draw(picture, evidence.find_highlights(tables, page, box))
