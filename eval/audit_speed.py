"""How long the audit of one document takes: from what the library keeps of its checks, and when they are made anew.

    python -m eval.audit_speed [--library DIR] [FOLDER…]

With folders, only the documents whose files are in them count. Times are those of the fastest of three runs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from extractors import sha256_of
from extractors.checks import Document, check_document
from rag import Library
from rag.audit import audit
from rag.model import StoredDocument

ROUNDS = 3


def chosen(library: Library, folders: Sequence[Path]) -> list[StoredDocument]:
    """The documents of the folders, or all."""
    hashes = {sha256_of(path) for folder in folders for path in folder.rglob("*") if path.is_file()}
    return [document for document in library.documents() if not folders or document.id in hashes]


def fastest(action: Callable[[], object]) -> float:
    """Milliseconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        action()
        times.append((time.perf_counter() - started) * 1000)
    return min(times)


def summary(name: str, times: Sequence[float]) -> str:
    cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else [*times] * 19
    return f"{name:14s} median {statistics.median(times):6.1f} ms  p95 {cuts[18]:6.1f} ms  max {max(times):6.1f} ms"


def check_anew(document: Document) -> None:
    """All checks of a document that is loaded; what a Document works out once is worked out again."""
    fresh = Document(
        document.identity, document.tables, document.facts, document.changes, document.words, document.unread
    )
    check_document(fresh)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--library", type=Path, default=Path(os.environ.get("MINGZHANG_LIBRARY", "library")))
    options = parser.parse_args()
    with Library.open(options.library) as library:
        documents = chosen(library, options.folders)
        print(f"{len(documents)} documents, {sum(d.facts for d in documents)} facts, {os.cpu_count()} processors")
        if not documents:
            return
        print(summary("audit", [fastest(partial(audit, library, [d.id])) for d in documents]))
        loaded = [library.loaded(document).document for document in documents]
        print(summary("checks anew", [fastest(partial(check_anew, document)) for document in loaded]))


if __name__ == "__main__":
    main()
