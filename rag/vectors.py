"""Search by meaning: a Chroma index over prose and forms, derived from the store and never more than a help.

Chroma is opened only where the checksums hold, and only inside a time limit: a damaged index can hang or crash it.
Whatever it does then is a reason not to use it, told by `VectorsUnusable`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rag.embedding import Embedding, embedding_name, load_embedding
from rag.generations import Generations, Manifest
from rag.model import Passage
from rag.store import Store

if TYPE_CHECKING:
    from langchain_chroma import Chroma

KINDS = ("prose", "form")  # of passages; table rows are found by their facts and their words
_COLLECTION = "passages"
_BATCH = 5000  # Chroma takes at most 5461 at once
_MANY = 4  # a filter that lets more than one in so many documents pass is not given to Chroma
_OPEN_SECONDS = 20.0
_QUERY_SECONDS = 10.0

Result = TypeVar("Result")


class State(StrEnum):
    READY = "ready"
    MISSING = "missing"
    STALE = "stale"
    BROKEN = "broken"


class VectorsUnusable(Exception):
    """The index is missing, out of date or damaged, or Chroma failed; the store goes on without it."""

    def __init__(self, state: State, cause: str = "") -> None:
        super().__init__(f"{state}: {cause}" if cause else state.value)
        self.state = state


class Vectors:
    """`model` is the embedding model as `load_embedding` takes it; it is loaded when vectors are first needed."""

    def __init__(self, folder: Path, model: str | None = None) -> None:
        self._generations = Generations(folder)
        self._model = model
        self._failure: VectorsUnusable | None = None  # of loading the model, which is tried once
        self._broken = ""  # the generation that failed, which is not opened again
        self._opened: tuple[str, Chroma] | None = None
        self._lock = threading.Lock()

    def state(self, revision: int) -> State:
        """Without opening Chroma: damage that only shows when it is opened is known after the first `search`."""
        manifest = self._generations.current()
        if manifest is None:
            return State.MISSING
        if manifest.generation == self._broken or not self._generations.folder(manifest).is_dir():
            return State.BROKEN
        fresh = manifest.revision == revision and manifest.embedding == embedding_name(self._model)
        return State.READY if fresh else State.STALE

    def search(
        self, text: str, revision: int, *, limit: int, document_ids: Collection[str] | None = None
    ) -> dict[str, float]:
        """Ids of the passages nearest in meaning, best first, with the cosine of their angle to the text."""
        state = self.state(revision)
        if state is not State.READY:
            raise VectorsUnusable(state)
        if document_ids is not None and not document_ids:
            return {}
        with self._lock:
            manifest, chroma = self._open()
            found = self._tried(
                manifest,
                lambda: _nearest(chroma, text, limit, document_ids, manifest.documents),
                seconds=_QUERY_SECONDS,
            )
        return {str(document.id): 1.0 - distance for document, distance in found}

    def nearness(self, text: str, passages: Sequence[Passage]) -> dict[str, float]:
        """The same cosines by passage id, for passages that were found otherwise."""
        model = self._embedding()
        asked = model.embed_query(text)
        vectors = model.embed_documents([indexed_text(passage) for passage in passages])
        return {passage.id: sum(map(mul, asked, vector)) for passage, vector in zip(passages, vectors, strict=True)}

    def update(self, store: Store, *, anew: bool = False) -> None:
        """Makes a generation that matches the store, from the last one where that is sound, and names it.

        The last one stays as it is until then: whatever interrupts this, it can still be used.
        """
        last = None if anew else self._generations.current()
        try:
            try:
                self._make(store, last)
            except VectorsUnusable:
                if last is None:
                    raise
                self._make(store, None)
        except OSError as error:
            raise VectorsUnusable(State.STALE, f"it cannot be written, {error.strerror}") from error

    def close(self) -> None:
        if self._opened:
            _close(self._opened[1])
            self._opened = None

    def leftovers(self) -> list[Path]:
        """Folders of generations that were never finished."""
        return self._generations.leftovers()

    def _embedding(self) -> Embedding:
        if self._failure:
            raise self._failure
        try:
            return _guarded(lambda: load_embedding(self._model), seconds=None)
        except VectorsUnusable as failure:
            self._failure = failure
            raise

    def _open(self) -> tuple[Manifest, Chroma]:
        manifest = self._generations.current()
        if manifest is None:
            raise VectorsUnusable(State.MISSING)
        if not self._opened or self._opened[0] != manifest.generation:
            self.close()
            chroma = self._tried(manifest, lambda: self._checked(manifest), seconds=None)
            self._opened = (manifest.generation, chroma)
        return manifest, self._opened[1]

    def _tried(self, manifest: Manifest, action: Callable[[], Result], *, seconds: float | None) -> Result:
        try:
            return _guarded(action, seconds)
        except VectorsUnusable:
            self._broken = manifest.generation
            raise

    def _checked(self, manifest: Manifest) -> Chroma:
        if not self._generations.is_whole(manifest):
            raise VectorsUnusable(State.BROKEN, "a file of the index has changed")
        return self._probed(self._generations.folder(manifest), manifest.passages)

    def _probed(self, folder: Path, passages: int) -> Chroma:
        """The opened index, after it has shown that it counts right and finds something."""
        embedding = self._embedding()

        def probe() -> tuple[Chroma, int, int]:
            chroma = _chroma(folder, embedding)
            return chroma, chroma._collection.count(), len(chroma.similarity_search("probe", k=1))

        chroma, counted, found = _guarded(probe, _OPEN_SECONDS)
        if counted != passages or found != min(1, passages):
            raise VectorsUnusable(State.BROKEN, f"{counted} of {passages} passages are in the index")
        return chroma

    def _make(self, store: Store, last: Manifest | None) -> None:
        embedding, name = self._embedding(), embedding_name(self._model)
        revision = store.revision()  # before the documents: what comes meanwhile makes the index stale, not wrong
        wanted = frozenset(document.id for document in store.documents())
        with self._generations.draft() as folder:
            known = self._generations.take_over(last, folder) if last and last.embedding == name else frozenset()
            count = _guarded(lambda: _fill(folder, embedding, store, known, wanted), seconds=None)
            _close(self._probed(folder, count))
            with self._lock:
                self.close()
                self._generations.name(folder, name, revision, count, wanted)


def _fill(folder: Path, embedding: Embedding, store: Store, known: frozenset[str], wanted: frozenset[str]) -> int:
    """Takes out what is no longer wanted, adds what is new; how many passages there are then."""
    chroma = _chroma(folder, embedding)
    try:
        for document_id in known - wanted:
            chroma.delete(where={"document": document_id})
        for batch in _batches(store.all_passages(KINDS, document_ids=wanted - known)):
            chroma.add_texts(
                [indexed_text(passage) for passage in batch],
                metadatas=[{"document": passage.document_id} for passage in batch],
                ids=[passage.id for passage in batch],
            )
        return int(chroma._collection.count())
    finally:
        _close(chroma)


def indexed_text(passage: Passage) -> str:
    """What the vector of a passage is made of."""
    return f"{passage.section}\n{passage.text}"


def _nearest(
    chroma: Chroma, text: str, limit: int, document_ids: Collection[str] | None, documents: int
) -> list[tuple[Any, float]]:
    """Chroma's filter is slow where it lets many documents pass: then more is taken and filtered here."""
    if document_ids is None:
        return list(chroma.similarity_search_with_score(text, k=limit))
    if len(document_ids) * _MANY < documents:
        within = {"document": {"$in": list(document_ids)}}
        return list(chroma.similarity_search_with_score(text, k=limit, filter=within))
    found = chroma.similarity_search_with_score(text, k=limit * _MANY)
    wanted = frozenset(document_ids)
    return [one for one in found if one[0].metadata["document"] in wanted][:limit]


def _batches(passages: Iterable[Passage]) -> Iterator[Sequence[Passage]]:
    remaining = iter(passages)
    while batch := list(islice(remaining, _BATCH)):
        yield batch


def _chroma(folder: Path, embedding: Embedding) -> Chroma:
    import chromadb
    from langchain_chroma import Chroma

    client = chromadb.PersistentClient(str(folder), settings=chromadb.Settings(anonymized_telemetry=False))
    return Chroma(
        _COLLECTION, embedding_function=embedding, client=client, collection_metadata={"hnsw:space": "cosine"}
    )


def _close(chroma: Chroma) -> None:
    chroma._client.close()


def _guarded(action: Callable[[], Result], seconds: float | None) -> Result:
    """What the action gives; whatever else happens, a hang and a panic of its native code included, is one error."""
    outcome: list[Result] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(action())
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if outcome:
        return outcome[0]
    if failure and isinstance(failure[0], VectorsUnusable):
        raise failure[0]
    cause = f"{type(failure[0]).__name__}: {failure[0]}" if failure else f"no reply within {seconds} s"
    raise VectorsUnusable(State.BROKEN, cause)
