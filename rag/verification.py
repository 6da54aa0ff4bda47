"""Is the library whole? What is damaged or left over, and what can be healed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rag.examination import examine_anew
from rag.images import PageImages
from rag.originals import Originals
from rag.store import Store
from rag.vectors import State, Vectors, VectorsUnusable


@dataclass(frozen=True, slots=True)
class Verification:
    problems: tuple[str, ...]
    repaired: tuple[str, ...]  # what was done about them
    remaining: int  # problems that nothing was done about


class Examination(NamedTuple):
    """One thing to look at; `heal` says what it did, and is None where only a backup or the file helps."""

    find: Callable[[], list[str]]
    heal: Callable[[], str] | None = None


@dataclass(frozen=True, slots=True)
class Examiner:
    """Looks at everything in a library's folder."""

    store: Store
    originals: Originals
    images: PageImages
    vectors: Vectors

    def verify(self, *, repair: bool) -> Verification:
        problems: list[str] = []
        repaired: list[str] = []
        remaining = 0
        for examination in self._examinations():
            found = examination.find()
            problems += found
            if found and repair and examination.heal:
                repaired.append(examination.heal())
            else:
                remaining += len(found)
        return Verification(tuple(problems), tuple(repaired), remaining)

    def _examinations(self) -> Iterator[Examination]:
        yield Examination(self.store.damage)
        yield Examination(self.store.full_text_problems, self._rebuild_full_text)
        yield Examination(self._missing_originals)
        yield Examination(self._leftovers, self._clear_leftovers)
        yield Examination(self._unchecked, self._check_anew)
        yield Examination(self._vector_problems, self._rebuild_vectors)

    def _missing_originals(self) -> list[str]:
        return [
            f"The original of {document.file_name} is gone: its pages cannot be shown; ingest the file again."
            for document in self.store.documents()
            if (suffix := self.store.suffix(document.id)) and not self.originals.path(document.id, suffix).exists()
        ]

    def _leftovers(self) -> list[str]:
        return [f"{path} belongs to no document." for path in self._orphans()]

    def _clear_leftovers(self) -> str:
        def clear(known: frozenset[str]) -> None:
            for path in (*self.originals.orphans(known), *self.images.orphans(known)):
                _delete(path)

        self.store.while_nobody_writes(clear)
        for path in self.vectors.leftovers():
            _delete(path)
        return "files that belong to no document were deleted."

    def _orphans(self) -> list[Path]:
        known = frozenset(document.id for document in self.store.documents())
        return [*self.originals.orphans(known), *self.images.orphans(known), *self.vectors.leftovers()]

    def _rebuild_full_text(self) -> str:
        self.store.rebuild_full_text()
        return "the full text was indexed anew."

    def _unchecked(self) -> list[str]:
        known = self.store.examined()
        return [
            f"{document.file_name} was not checked by the rules of this version."
            for document in self.store.documents()
            if document.id not in known
        ]

    def _check_anew(self) -> str:
        return f"{examine_anew(self.store)} documents were checked for what does not add up."

    def _vector_problems(self) -> list[str]:
        revision = self.store.revision()
        if revision == 0:
            return []  # nothing was ever loaded, so there is nothing to index
        try:
            self.vectors.search("verify", revision, limit=1)
        except VectorsUnusable as unusable:
            return [f"The index for search by meaning cannot be used ({unusable})."]
        return []

    def _rebuild_vectors(self) -> str:
        try:
            self.vectors.update(self.store, anew=self.vectors.state(self.store.revision()) is not State.STALE)
        except VectorsUnusable as unusable:
            return f"not the index for search by meaning: {unusable}."
        return "the index for search by meaning was made anew."


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
