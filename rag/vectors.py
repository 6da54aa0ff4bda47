"""Search by meaning: a Chroma index over prose and forms, derived from the store and never more than a help.

    vectors/current.json    names the generation in use, for which revision of the store it was made, with checksums
    vectors/<generation>/   a Chroma folder; never changed once it is named (see `update`)

Chroma is opened only where the checksums hold, and only inside a time limit: a damaged index can hang or crash it.
Whatever it does then is a reason not to use it, told by `VectorsUnusable`.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import islice
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from rag.embedding import Embedding, embedding_name, load_embedding
from rag.model import Passage
from rag.store import Store

if TYPE_CHECKING:
    from langchain_chroma import Chroma

KINDS = ("prose", "form")  # of passages; table rows are found by their facts and their words
_COLLECTION = "passages"
_DOCUMENTS = "documents.json"  # in a generation: the ids of the documents whose passages it holds
_BATCH = 5000  # Chroma takes at most 5461 at once
_MANY = 4  # a filter that lets more than one in so many documents pass is not given to Chroma
_OPEN_SECONDS = 20.0
_QUERY_SECONDS = 10.0
_ABANDONED_SECONDS = 3600.0

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


@dataclass(frozen=True, slots=True)
class Manifest:
    generation: str
    embedding: str
    revision: int
    passages: int
    documents: int
    checksums: dict[str, int]


class Vectors:
    """`model` is the embedding model as `load_embedding` takes it; it is loaded when vectors are first needed."""

    def __init__(self, folder: Path, model: str | None = None) -> None:
        self._folder = folder
        self._model = model
        self._failure: VectorsUnusable | None = None  # of loading the model, which is tried once
        self._broken = ""  # the generation that failed, which is not opened again
        self._opened: tuple[str, Chroma] | None = None
        self._lock = threading.Lock()

    def state(self, revision: int) -> State:
        """Without opening Chroma: damage that only shows when it is opened is known after the first `search`."""
        manifest = self._manifest()
        if manifest is None:
            return State.MISSING
        if manifest.generation == self._broken or not (self._folder / manifest.generation).is_dir():
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
        vectors = model.embed_documents([_indexed(passage) for passage in passages])
        return {passage.id: sum(map(mul, asked, vector)) for passage, vector in zip(passages, vectors, strict=True)}

    def update(self, store: Store, *, anew: bool = False) -> None:
        """Makes a generation that matches the store, from the last one where that is sound, and names it.

        The last one stays as it is until then: whatever interrupts this, it can still be used.
        """
        last = None if anew else self._manifest()
        revision = store.revision()
        try:
            try:
                self._replace(self._build(store, revision, last))
            except VectorsUnusable:
                if last is None:
                    raise
                self._replace(self._build(store, revision, None))
        except OSError as error:
            raise VectorsUnusable(State.STALE, f"it cannot be written, {error.strerror}") from error

    def close(self) -> None:
        if self._opened:
            _close(self._opened[1])
            self._opened = None

    def leftovers(self) -> list[Path]:
        """Generations that nobody names, and that nobody has been making for a while."""
        manifest = self._manifest()
        named = manifest.generation if manifest else ""
        found = self._folder.iterdir() if self._folder.is_dir() else ()
        return [
            path for path in found if path.is_dir() and path.name != named and _age_seconds(path) > _ABANDONED_SECONDS
        ]

    def _manifest(self) -> Manifest | None:
        try:
            content: dict[str, Any] = json.loads((self._folder / "current.json").read_text(encoding="utf-8"))
            return Manifest(**content)
        except (OSError, ValueError, TypeError):
            return None

    def _embedding(self) -> Embedding:
        if self._failure:
            raise self._failure
        try:
            return _guarded(lambda: load_embedding(self._model), seconds=None)
        except VectorsUnusable as failure:
            self._failure = failure
            raise

    def _open(self) -> tuple[Manifest, Chroma]:
        manifest = self._manifest()
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
        folder = self._folder / manifest.generation
        if _checksums(folder) != manifest.checksums:
            raise VectorsUnusable(State.BROKEN, "a file of the index has changed")
        return self._probed(folder, manifest.passages)

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

    def _build(self, store: Store, revision: int, last: Manifest | None) -> Manifest:
        embedding = self._embedding()
        if last and last.embedding != embedding_name(self._model):
            last = None
        folder = self._folder / uuid4().hex
        folder.mkdir(parents=True)
        known = self._copied(last, folder) if last else frozenset()
        wanted = frozenset(document.id for document in store.documents())
        count = _guarded(lambda: _fill(folder, embedding, store, known, wanted), seconds=None)
        _close(self._probed(folder, count))
        (folder / _DOCUMENTS).write_text(json.dumps(sorted(wanted)), encoding="utf-8")
        return Manifest(folder.name, embedding_name(self._model), revision, count, len(wanted), _checksums(folder))

    def _copied(self, last: Manifest, folder: Path) -> frozenset[str]:
        """Takes over the last generation; the documents in it, none where it is damaged or has gone."""
        source = self._folder / last.generation
        try:
            if _checksums(source) != last.checksums:
                return frozenset()
            shutil.copytree(source, folder, dirs_exist_ok=True)
            return frozenset(json.loads((folder / _DOCUMENTS).read_text(encoding="utf-8")))
        except (OSError, ValueError):  # another process has just replaced it
            shutil.rmtree(folder)
            folder.mkdir()
            return frozenset()

    def _replace(self, made: Manifest) -> None:
        self.close()
        before = self._manifest()
        draft = self._folder / f".{uuid4().hex}.json"
        draft.write_text(json.dumps(asdict(made)), encoding="utf-8")
        draft.replace(self._folder / "current.json")
        if before:
            shutil.rmtree(self._folder / before.generation, ignore_errors=True)


def _fill(folder: Path, embedding: Embedding, store: Store, known: frozenset[str], wanted: frozenset[str]) -> int:
    """Takes out what is no longer wanted, adds what is new; how many passages there are then."""
    chroma = _chroma(folder, embedding)
    try:
        for document_id in known - wanted:
            chroma.delete(where={"document": document_id})
        for batch in _batches(store.all_passages(KINDS, document_ids=wanted - known)):
            chroma.add_texts(
                [_indexed(passage) for passage in batch],
                metadatas=[{"document": passage.document_id} for passage in batch],
                ids=[passage.id for passage in batch],
            )
        return int(chroma._collection.count())
    finally:
        _close(chroma)


def _indexed(passage: Passage) -> str:
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


def _checksums(folder: Path) -> dict[str, int]:
    """Of the files that the native code maps into memory. Chroma writes to its SQLite file whenever it is opened, and
    to small indexes that it has not yet persisted: those it checks, or makes anew, itself."""
    indexes = [path.parent for path in sorted(folder.glob("*/index_metadata.pickle"))]
    files = [path for index in indexes for path in sorted(index.iterdir())]
    return {path.relative_to(folder).as_posix(): zlib.crc32(path.read_bytes()) for path in files}


def _age_seconds(folder: Path) -> float:
    try:
        return time.time() - max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
    except FileNotFoundError:  # another process is at work in it
        return 0.0


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
