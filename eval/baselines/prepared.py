"""What the baselines make of a library's files, once: chunks, their vectors in Chroma, their words in SQLite.

FOLDER/<hash of library, embedding and code>/
    chunks.jsonl    one chunk a line
    chroma/         their vectors, by line
    words.db        their words, by line
    made.json       written last: without it nothing here counts
FOLDER/pages/       the texts of the files, which other embeddings and other ways to cut them use again
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.baselines.chunks import Chunk, cut
from eval.baselines.page_texts import read_library, seconds_saved
from eval.costs import Preparation, peak_mb
from eval.signature import hash_of, library_hash, preparing_hash
from rag import Library
from rag.embedding import embedding_name, load_embedding
from rag.grams import index_text, match_expression

if TYPE_CHECKING:
    from chromadb import Collection

BATCH = 2000  # vectors given to Chroma at once; it takes at most 5461


@dataclass(frozen=True, slots=True)
class Prepared:
    """Chunks that can be searched; `preparation` says what making them cost, whenever that was."""

    chunks: Sequence[Chunk]
    preparation: Preparation
    _vectors: Collection
    _words: sqlite3.Connection
    _embedding: str | None

    def nearest(self, question: str, limit: int) -> list[Chunk]:
        """By the meaning of their embedding, nearest first."""
        asked = load_embedding(self._embedding).embed_query(question)
        found = self._vectors.query(query_embeddings=[asked], n_results=min(limit, len(self.chunks)), include=[])
        return [self.chunks[int(line)] for line in found["ids"][0]]

    def with_words(self, question: str, limit: int) -> list[Chunk]:
        """By BM25 over character bigrams, best first."""
        expression = match_expression(question)
        if expression is None:
            return []
        query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?"
        return [self.chunks[line] for (line,) in self._words.execute(query, (expression, limit))]


@contextmanager
def prepared(library: Library, cache: Path, *, embedding: str | None = None, jobs: int = 1) -> Iterator[Prepared]:
    """From the cache, or made now from the library's original files by `jobs` processes."""
    ids = [document.id for document in library.documents()]
    key = hash_of([library_hash(ids).encode(), embedding_name(embedding).encode(), preparing_hash().encode()])
    folder = cache / key
    if not (folder / "made.json").exists():
        _make(library, folder, embedding, jobs)
    chunks = [Chunk(**json.loads(line)) for line in (folder / "chunks.jsonl").read_text("utf-8").split("\n") if line]
    made = Preparation(**json.loads((folder / "made.json").read_text("utf-8")))
    client = _client(folder)
    words = sqlite3.connect(folder / "words.db")
    try:
        yield Prepared(chunks, made, client.get_collection("chunks", embedding_function=None), words, embedding)
    finally:
        words.close()
        client.close()


def _make(library: Library, folder: Path, embedding: str | None, jobs: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    started = time.perf_counter()
    documents = library.documents()
    texts = read_library(library, folder.parent / "pages", jobs)
    chunks = [
        chunk
        for document, text in zip(documents, texts, strict=True)
        for chunk in cut(document.file_name, document.id, text.pages)
    ]
    lines = (json.dumps(asdict(chunk), ensure_ascii=False) for chunk in chunks)
    (folder / "chunks.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    _embed(folder, chunks, embedding)
    _index(folder, chunks)
    seconds = time.perf_counter() - started + seconds_saved(texts, jobs)
    made = Preparation(sum(len(text.pages) for text in texts), seconds, jobs, peak_mb())
    (folder / "made.json").write_text(json.dumps(asdict(made)), encoding="utf-8")


def _embed(folder: Path, chunks: Sequence[Chunk], embedding: str | None) -> None:
    client = _client(folder)
    try:
        vectors = client.create_collection("chunks", embedding_function=None, metadata={"hnsw:space": "cosine"})
        model = load_embedding(embedding)
        for start in range(0, len(chunks), BATCH):
            batch = chunks[start : start + BATCH]
            vectors.add(
                ids=[str(line) for line in range(start, start + len(batch))],
                embeddings=model.embed_documents([chunk.searched for chunk in batch]),
            )
    finally:
        client.close()


def _index(folder: Path, chunks: Sequence[Chunk]) -> None:
    connection = sqlite3.connect(folder / "words.db")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize=\"unicode61 tokenchars '.'\")")
    rows = ((line, index_text(chunk.searched)) for line, chunk in enumerate(chunks))
    connection.executemany("INSERT INTO words(rowid, text) VALUES (?, ?)", rows)
    connection.commit()
    connection.close()


def _client(folder: Path) -> Any:
    import chromadb

    return chromadb.PersistentClient(str(folder / "chroma"), settings=chromadb.Settings(anonymized_telemetry=False))
