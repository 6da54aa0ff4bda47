"""Files made to do harm, and broken ones from other projects' tests: each ends in one named status, and costs no more
than its limits."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractors.errors import ExtractionError
from extractors.isolation import IsolatedExtractor, Limits

LIMITS = Limits(seconds=20.0, memory_bytes=600 * 2**20)

SELF_MADE = {
    "cid_width_range_2e9.pdf": "no_text",
    "cmap_traversal.pdf": "no_text",
    "empty.pdf": "damaged",
    "flate_1GiB_spaces.pdf": "memory",
    "flate_200MiB_textops.pdf": "memory",
    "flate_nested_1GiB.pdf": "memory",
    "grid_100x100.pdf": "no_text",
    "grid_200x200.pdf": "no_text",
    "grid_400x400.pdf": "no_text",
    "grid_50x50.pdf": "no_text",
    "hidden_text.pdf": "read",
    "html_as_pdf.pdf": "unsupported",
    "nest_array_200k.pdf": "no_text",
    "nest_content_200k.pdf": "no_text",
    "pages_exponential_1e9.pdf": "damaged",
    "pages_loop.pdf": "no_text",
    "predictor_columns_2e9.pdf": "no_text",
    "rects_20000.pdf": "no_text",
    "tounicode_bfrange_2e9.pdf": "read",
    "xobject_exponential_1e12.pdf": "memory",
    "xobject_loop.pdf": "no_text",
    "xref_prev_loop.pdf": "damaged",
}
"""What each self-made file ends in. The bombs that PDFium refuses by itself leave empty pages."""


@pytest.fixture
def extractor() -> Iterator[IsolatedExtractor]:
    with IsolatedExtractor(LIMITS) as warm:
        yield warm


def status(extractor: IsolatedExtractor, path: Path) -> str:
    try:
        extractor.extract(path)
    except ExtractionError as error:
        message = str(error)
        assert message[:1].isupper() and message.endswith(".") and "Traceback" not in message
        return error.status
    return "read"


def test_self_made_bombs_and_loops(corpus: Path, extractor: IsolatedExtractor) -> None:
    files = sorted((corpus / "hostile").glob("*.pdf"))
    assert {path.name: status(extractor, path) for path in files} == SELF_MADE


def test_a_good_file_is_read_between_bombs(corpus: Path, extractor: IsolatedExtractor) -> None:
    good = corpus / "replicas" / "luoyang-hightech-2026.pdf"
    bomb = corpus / "hostile" / "flate_nested_1GiB.pdf"
    assert [status(extractor, path) for path in (good, bomb, good, bomb, good)] == [
        "read", "memory", "read", "memory", "read",
    ]  # fmt: skip


def test_the_time_limit_holds_for_a_file_that_takes_for_ever(corpus: Path) -> None:
    began = time.monotonic()
    with IsolatedExtractor(Limits(seconds=1.0, memory_bytes=16 * 2**30)) as extractor:
        assert status(extractor, corpus / "hostile" / "xobject_exponential_1e12.pdf") == "timeout"
    assert time.monotonic() - began < 10


def test_broken_files_of_other_projects(corpus: Path) -> None:
    files = sorted(path for path in (corpus / "hostile" / "public").iterdir() if path.suffix.lower() == ".pdf")
    with IsolatedExtractor() as extractor:  # with the memory that reading pictures takes: some of these are pictures
        found = Counter(status(extractor, path) for path in files)
    assert found.total() == 236
    assert set(found) <= {"read", "no_text", "damaged", "encrypted", "too_large"}
    assert found["encrypted"] == 5
