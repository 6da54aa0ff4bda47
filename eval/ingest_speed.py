"""How fast `ingest` is: pages a second, beside plain pdfplumber on the same files in the same run.

    python -m eval.ingest_speed FOLDER_OR_FILES… [--jobs N] [--rounds N]

Both read every PDF with the same number of processes. pdfplumber yields text and tables and keeps nothing; ingest
reads, understands, checks, and stores documents with facts, full text and vectors in a new library. Each round runs
one after the other, so that what else the machine does falls on both; the best round of each counts.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

from rag import Library
from rag.ingest import find_files


def main() -> None:
    options = argparse.ArgumentParser(description="Pages a second of ingest, beside plain pdfplumber.")
    options.add_argument("paths", nargs="+", type=Path)
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options.add_argument("--rounds", type=int, default=2)
    chosen = options.parse_args()
    files = [path for path in find_files(chosen.paths) if path.suffix.lower() == ".pdf"]
    print(
        f"{len(files)} PDFs, {chosen.jobs} jobs, Python {platform.python_version()}, pdfplumber {version('pdfplumber')}"
    )
    runs: dict[str, Callable[[Sequence[Path], int], int]] = {
        "ingest": ingest,
        "pdfplumber": read_plainly,
    }
    best = dict.fromkeys(runs, 0.0)
    for number in range(1, chosen.rounds + 1):
        for name, run in runs.items():
            started = time.perf_counter()
            pages = run(files, chosen.jobs)
            seconds = time.perf_counter() - started
            best[name] = max(best[name], pages / seconds)
            print(f"round {number}: {name:10} {pages:6} pages {seconds:8.2f} s {pages / seconds:8.1f} pages/s")
    print(f"ingest / pdfplumber: {best['ingest'] / best['pdfplumber']:.2f}")


def ingest(files: Sequence[Path], jobs: int) -> int:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder), create=True) as library:
        return sum(file.pages for file in library.ingest(files, jobs=jobs).files)


def read_plainly(files: Sequence[Path], jobs: int) -> int:
    with ProcessPoolExecutor(jobs) as executor:
        return sum(executor.map(_read_plainly, files))


def _read_plainly(file: Path) -> int:
    """Pages whose text and tables pdfplumber yields; what it cannot open counts as none, here as in ingest."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    pages = 0
    try:
        with pdfplumber.open(file) as document:
            for page in document.pages:
                page.extract_text()
                page.extract_tables()
                page.close()
                pages += 1
    except PdfminerException:
        return 0
    return pages


if __name__ == "__main__":
    main()
