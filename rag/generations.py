"""The generations of a derived index: each in a folder of its own, one of them named as the one in use.

    current.json     names it, with all that tells whether it is fresh and whole
    <generation>/    never changed once it is named; the next one is made beside it

Whatever interrupts the making of the next leaves the last as it was, also for other processes that have it open.
"""

from __future__ import annotations

import json
import re
import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

_CURRENT = "current.json"
_DOCUMENTS = "documents.json"  # in a generation: the ids of the documents that it covers
_NAME = re.compile(r"[0-9a-f]{32}")
_ABANDONED_SECONDS = 3600.0  # after this nobody is still making a generation that is not named


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `current.json` says."""

    generation: str
    embedding: str
    revision: int  # of the store
    passages: int
    documents: int
    checksums: dict[str, int]


class Generations:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def current(self) -> Manifest | None:
        """None where there is none, or where what names it cannot be understood."""
        try:
            manifest = Manifest(**json.loads((self._folder / _CURRENT).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        # A name is not trusted to be one: it leads to folders that are deleted.
        return manifest if _NAME.fullmatch(str(manifest.generation)) else None

    def folder(self, manifest: Manifest) -> Path:
        return self._folder / manifest.generation

    def is_whole(self, manifest: Manifest) -> bool:
        return checksums(self.folder(manifest)) == manifest.checksums

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """An empty folder for the next generation, which goes again when making it fails."""
        folder = self._folder / uuid4().hex
        folder.mkdir(parents=True)
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def take_over(self, last: Manifest, draft: Path) -> frozenset[str]:
        """Copies the last generation into the draft; the documents in it, none where it is damaged or has gone."""
        try:
            if not self.is_whole(last):
                return frozenset()
            shutil.copytree(self.folder(last), draft, dirs_exist_ok=True)
            return frozenset(json.loads((draft / _DOCUMENTS).read_text(encoding="utf-8")))
        except (OSError, ValueError):  # another process has just replaced it
            shutil.rmtree(draft)
            draft.mkdir()
            return frozenset()

    def name(self, draft: Path, embedding: str, revision: int, passages: int, documents: frozenset[str]) -> None:
        """From now on the draft is the one in use; the one before goes."""
        (draft / _DOCUMENTS).write_text(json.dumps(sorted(documents)), encoding="utf-8")
        manifest = Manifest(draft.name, embedding, revision, passages, len(documents), checksums(draft))
        before = self.current()
        written = self._folder / f".{uuid4().hex}.json"
        written.write_text(json.dumps(asdict(manifest)), encoding="utf-8")
        written.replace(self._folder / _CURRENT)
        if before:
            shutil.rmtree(self.folder(before), ignore_errors=True)

    def leftovers(self) -> list[Path]:
        """Generations that nobody names, and that nobody has been making for a while."""
        manifest = self.current()
        named = manifest.generation if manifest else ""
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        return [
            path for path in found if path.is_dir() and path.name != named and _age_seconds(path) > _ABANDONED_SECONDS
        ]


def checksums(folder: Path) -> dict[str, int]:
    """Of the files that Chroma's native code trusts. It writes to its SQLite file whenever it is opened, and to small
    graphs that it has not yet persisted: those it checks, or makes anew, itself."""
    graphs = [path.parent for path in sorted(folder.glob("*/index_metadata.pickle"))]
    files = [path for graph in graphs for path in sorted(graph.iterdir())]
    return {path.relative_to(folder).as_posix(): zlib.crc32(path.read_bytes()) for path in files}


def _age_seconds(folder: Path) -> float:
    try:
        return time.time() - max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
    except FileNotFoundError:  # another process is at work in it
        return 0.0
