"""What a reader process takes for pages that are pictures: the recogniser's models and one band of a page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.extractors.test_memory import MOST_MEGABYTES, reader_megabytes


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")
def test_pictures_do_not_take_more_than_a_reader_may(corpus: Path) -> None:
    pages, megabytes = reader_megabytes(corpus / "replicas" / "luoyang-reform-2021-scan.pdf")
    assert pages == 7
    assert megabytes < MOST_MEGABYTES
