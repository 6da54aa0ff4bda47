"""Fixtures that every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real disclosures beside the repository; tests that need it are skipped where it is missing."""
    if not CORPUS.is_dir():
        pytest.skip(f"no real disclosures at {CORPUS}")
    return CORPUS
