"""What the usual way reads from the files of a library: each file once, kept as soon as it is read.

FOLDER/<hash of the reading code>/<document id>.json

A reading that was interrupted goes on where it stopped, and a library that gained a document reads only that one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from eval.baselines.plain_text import read_pages
from eval.signature import reading_hash
from rag import Library


@dataclass(frozen=True, slots=True)
class PageTexts:
    pages: list[str]
    seconds: float  # that one process took to read them, whenever that was
    is_new: bool = False  # read now, not found in the folder


def read_library(library: Library, folder: Path, jobs: int) -> list[PageTexts]:
    """Of every document, in the library's order, read by `jobs` processes where they are not kept."""
    kept = folder / reading_hash()
    kept.mkdir(parents=True, exist_ok=True)
    ids = [document.id for document in library.documents()]
    with ProcessPoolExecutor(jobs) as executor:
        return list(executor.map(partial(_read, kept), ids, map(library.original, ids)))


def seconds_saved(texts: Sequence[PageTexts], jobs: int) -> float:
    """By what was kept from before: how long `jobs` processes took to read it."""
    return sum(text.seconds for text in texts if not text.is_new) / jobs


def _read(kept: Path, identifier: str, original: Path) -> PageTexts:
    path = kept / f"{identifier}.json"
    if path.exists():
        return PageTexts(**json.loads(path.read_text(encoding="utf-8")))
    started = time.perf_counter()
    texts = PageTexts(read_pages(original), time.perf_counter() - started, is_new=True)
    _keep(path, texts)
    return texts


def _keep(path: Path, texts: PageTexts) -> None:
    """Whole or not at all, also where two runs read the same file."""
    written = path.with_suffix(f".{os.getpid()}")
    written.write_text(json.dumps(asdict(texts) | {"is_new": False}, ensure_ascii=False), encoding="utf-8")
    written.replace(path)
