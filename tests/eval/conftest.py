from __future__ import annotations

from pathlib import Path

import pytest

from rag import Library
from samples import DOCUMENTS


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a library that holds the committed samples."""
    folder = tmp_path_factory.mktemp("samples") / "library"
    with Library.open(folder, create=True) as library:
        library.ingest([DOCUMENTS])
    return folder
