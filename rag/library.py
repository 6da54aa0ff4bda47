"""A library: a folder with the documents that were loaded, everything read from them, and what is derived from it.

library.db     the truth (rag.store)
originals/     the files themselves, under their hashes
images/        pages as pictures, made when first looked at
vectors/       an index for search by meaning; may be missing, and is rebuilt from library.db
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from extractors.formats import Format, sniff
from extractors.isolation import IsolatedExtractor
from extractors.model import Extraction, FactKind, Measure, StatedChange, Table, Unread
from rag.browsing import Browsing
from rag.errors import AmbiguousDocument, UnknownDocument
from rag.examination import Loaded, examine_stored, load_document
from rag.findings import Examined, Finding
from rag.grams import question_tokens
from rag.images import PageImages
from rag.ingest import Extractor, IngestReport, Progress, find_files, ingest_files
from rag.model import Passage, StoredDocument, StoredFact
from rag.notices import Language, notice
from rag.originals import Originals
from rag.passages import make_passages
from rag.ranking import rank
from rag.store import Addition, Store
from rag.stored_facts import FactFilter
from rag.vectors import State, Vectors, VectorsUnusable
from rag.verification import Examiner, Verification

DATABASE = "library.db"
_CANDIDATES = 32  # found by words, and as many by meaning, however few are wanted
_SHORTEST_ID = 6  # characters of an id that may stand for the whole


class Library:
    """Safe to use from many threads, and beside other processes that read or write the same folder."""

    def __init__(self, folder: Path, store: Store, embedding: str | None = None) -> None:
        self.folder = folder
        self._store = store
        self._originals = Originals(folder)
        self._images = PageImages(folder, read_only=store.read_only)
        self._vectors = Vectors(folder / "vectors", embedding)
        self._listed: tuple[int, list[StoredDocument]] = (-1, [])
        self._contradictions: tuple[int, dict[str, list[Finding]]] = (-1, {})

    @classmethod
    def open(cls, folder: Path, *, create: bool = False, read_only: bool = False, embedding: str | None = None) -> Self:
        """Raises a LibraryError where there is no library, unless it is to be created.

        One that is opened `read_only` refuses every change, and shows those that other programs make.
        """
        return cls(folder, Store.open(folder / DATABASE, create=create, read_only=read_only), embedding)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._vectors.close()
        self._images.close()
        self._store.close()

    # Documents come and go

    def ingest(
        self,
        paths: Iterable[Path],
        *,
        jobs: int | None = None,
        progress: Callable[[Progress], None] | None = None,
        make_extractor: Callable[[], Extractor] | None = None,
    ) -> IngestReport:
        """Loads files, and what folders hold; `jobs` are read at once, by default one for each processor."""
        self._store.require_writable()  # before any file is copied in
        report = ingest_files(
            find_files(paths),
            self._store,
            self._originals,
            make_extractor or IsolatedExtractor,
            on_replaced=self._drop_files,
            jobs=jobs,
            progress=progress,
        )
        self._update_vectors()
        return report

    def add(self, extraction: Extraction, *, suffix: str = "") -> Addition:
        """Loads what was read elsewhere; there is no original, so its pages cannot be shown."""
        return self._store.add(extraction, make_passages(extraction), suffix=suffix)

    def remove(self, name: str) -> StoredDocument:
        """Takes a document out whole; see `document` for what a name may be."""
        document = self.document(name)
        self._store.remove(document.id)
        self._drop_files(document.id)
        self._update_vectors()
        return document

    def verify(self, *, repair: bool = False) -> Verification:
        """Looks for damage and leftovers; repairing clears them away and makes anew what is derived."""
        if repair:
            self._store.require_writable()
        return Examiner(self._store, self._originals, self._images, self._vectors).verify(repair=repair)

    # What is loaded

    @property
    def revision(self) -> int:
        """Another number after every change."""
        return self._store.revision()

    def documents(self) -> list[StoredDocument]:
        """In the order of agency, year, phase and file name."""
        revision = self._store.revision()
        if self._listed[0] != revision:
            self._listed = (revision, self._store.documents())
        return list(self._listed[1])

    def document(self, name: str) -> StoredDocument:
        """The document with this id, the beginning of its id, or its file name with or without suffix."""
        documents = self.documents()
        exact = [document for document in documents if name in (document.id, document.file_name)]
        found = exact or [document for document in documents if _is_meant(document, name)]
        if not found:
            raise UnknownDocument(f"No document “{name}” is loaded; `documents` lists what is.")
        if len(found) > 1:
            ids = ", ".join(document.id[:12] for document in found)
            raise AmbiguousDocument(f"{len(found)} documents are called “{name}”; name one by its id: {ids}.")
        return found[0]

    def extraction_tables(self, document_id: str, *, statements: Collection[str | None] | None = None) -> list[Table]:
        """A document's tables in reading order; with `statements`, only these (None: those of no standard table)."""
        return self._store.tables(document_id, statements)

    def facts(
        self,
        *,
        document_ids: Collection[str] | None = None,
        items: Collection[str | None] | None = None,
        years: Collection[int | None] | None = None,
        measures: Collection[Measure] | None = None,
        kinds: Collection[FactKind] | None = None,
        statements: Collection[str | None] | None = None,
        label_contains: str | None = None,
        table: int | None = None,
        row: int | None = None,
    ) -> list[StoredFact]:
        """Every fact, blanks included, that passes all filters; None lets everything pass."""
        return self._store.facts(
            FactFilter(document_ids, items, years, measures, kinds, statements, label_contains, table, row)
        )

    def changes(
        self, document_ids: Collection[str] | None = None, items: Collection[str | None] | None = None
    ) -> list[tuple[str, StatedChange]]:
        """(document id, change) for all that pass the filters."""
        return self._store.changes(document_ids, items)

    def browsing(self) -> Browsing:
        """All facts, to be filtered, sorted and set side by side."""
        return self._store.browsing()

    def unread(self, document_id: str) -> list[Unread]:
        return self._store.unread(document_id)

    def passages(self, document_id: str) -> list[Passage]:
        """The document's text for search, in reading order."""
        return list(self._store.all_passages(document_ids=[document_id]))

    def contradictions(self, document_ids: Collection[str]) -> list[Finding]:
        """What certainly does not add up in the documents, as it was found when they came in."""
        revision = self._store.revision()
        if self._contradictions[0] != revision:
            self._contradictions = (revision, {})
        known = self._contradictions[1]
        new: dict[str, list[Finding]] = {id: [] for id in document_ids if id not in known}
        for finding in self._store.findings(new, ["differs"]) if new else ():
            new[finding.document_id].append(finding)
        known.update(new)  # whole: other threads read it
        return [finding for id in document_ids for finding in known[id]]

    def examined(self, document_ids: Collection[str]) -> dict[str, Examined]:
        """Findings and ledgers by document id: as they are kept, or made now where the rules have changed since."""
        current = self._store.examined()
        kept = [id for id in document_ids if id in current]
        tallies = self._store.tallies(kept)
        found: dict[str, list[Finding]] = {}
        for finding in self._store.findings(kept):
            found.setdefault(finding.document_id, []).append(finding)
        examined = {id: Examined(tuple(found.get(id, ())), tuple(tallies.get(id, ()))) for id in kept}
        others = [document for document in self.documents() if document.id in set(document_ids) - current]
        return examined | {document.id: examine_stored(self._store, document) for document in others}

    def loaded(self, document: StoredDocument) -> Loaded:
        """The document as the checks see it."""
        return load_document(self._store, document)

    def original(self, document_id: str) -> Path:
        """The file as it was handed in."""
        suffix = self._store.suffix(document_id)
        if suffix is None:
            raise UnknownDocument(f"No document {document_id[:12]} is loaded.")
        return self._originals.path(document_id, suffix)

    def page_image(self, document_id: str, page: int, *, scale: float = 2.0) -> Path | None:
        """The page as a PNG, `scale` × 72 dots per inch; None for formats without pages of their own."""
        if not self.has_page_images(document_id):
            return None
        return self._images.image(self.original(document_id), document_id, page, scale)

    def has_page_images(self, document_id: str) -> bool:
        """Whether its pages can be shown: those of a PDF that is kept."""
        original = self.original(document_id)
        return original.exists() and sniff(original) is Format.PDF

    # Search

    def search(
        self,
        text: str,
        *,
        limit: int = 8,
        document_ids: Collection[str] | None = None,
        kinds: Collection[str] | None = None,
    ) -> list[Passage]:
        """The passages nearest to the text, best first; `kinds` are "prose", "row", "form".

        Found by their words and by their meaning; by words alone where no index of meanings can be used (`notices`
        says so).
        """
        candidates = max(limit, _CANDIDATES)
        found = self._store.search(text, limit=candidates, document_ids=document_ids, kinds=kinds)
        try:
            nearness = self._vectors.search(text, self._store.revision(), limit=candidates, document_ids=document_ids)
            nearness |= self._vectors.nearness(text, [passage for passage in found if passage.id not in nearness])
        except VectorsUnusable:
            nearness = {}
        known = {passage.id for passage in found}
        by_meaning = self._store.passages([id for id in nearness if id not in known])
        found += [passage for passage in by_meaning if kinds is None or passage.kind in kinds]
        return rank(found, self._store.rarity(question_tokens(text)), nearness)[:limit]

    def notices(self, language: Language = "en") -> list[str]:
        """What a user should know about this library's state; empty when all is well."""
        if not self.documents():
            return []
        state = self._vectors.state(self._store.revision())
        return [] if state is State.READY else [notice(state, language)]

    def _update_vectors(self) -> None:
        if self._vectors.state(self._store.revision()) is not State.READY:
            with suppress(VectorsUnusable):  # `notices` tells it
                self._vectors.update(self._store)

    def _drop_files(self, document_id: str) -> None:
        def drop(known: frozenset[str]) -> None:
            if document_id not in known:  # it may have come back since
                self._originals.drop(document_id)
                self._images.drop(document_id)

        self._store.while_nobody_writes(drop)


def _is_meant(document: StoredDocument, name: str) -> bool:
    return Path(document.file_name).stem == name or (len(name) >= _SHORTEST_ID and document.id.startswith(name))
