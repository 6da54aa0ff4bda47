"""Pictures of pages, drawn once for all who ask."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from extractors.errors import DamagedFile
from tests.ui.answers import CELL
from tests.ui.scripted import ScriptedLibrary
from tests.ui.test_shelf import BUDGET
from ui.conversation import OpenPage
from ui.evidence import INK, SCALE, box_in_pixels
from ui.sheets import MOST_KEPT, Sheets


class CountingLibrary(ScriptedLibrary):
    """Counts the pages that it is asked for; those of the document "broken" cannot be drawn, "text" has none."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, BUDGET)
        self.asked: list[tuple[str, int]] = []

    def page_image(self, document_id: str, page: int, *, scale: float = 2.0) -> Path | None:
        self.asked.append((document_id, page))
        if document_id == "broken":
            raise DamagedFile("page 1 cannot be drawn")
        return None if document_id == "text" else super().page_image(document_id, page, scale=scale)


@pytest.fixture
def library(tmp_path: Path) -> CountingLibrary:
    return CountingLibrary(tmp_path)


def test_a_picture_is_drawn_once_and_before_it_is_asked_for(library: CountingLibrary) -> None:
    sheets = Sheets(library)
    sheets.begin(OpenPage(CELL, CELL.page))
    drawn = sheets.picture(CELL.document_id, CELL.page, CELL.bbox)
    assert library.asked == [(CELL.document_id, CELL.page)]
    assert drawn and CELL.bbox
    picture = Image.open(io.BytesIO(drawn)).convert("RGB")
    left, top, *_ = box_in_pixels(CELL.bbox, picture.size, SCALE)
    assert picture.getpixel((left, top)) == INK


def test_the_page_and_its_marked_place_are_two_pictures(library: CountingLibrary) -> None:
    sheets = Sheets(library)
    assert sheets.picture("a", 1, None) != sheets.picture("a", 1, CELL.bbox)
    sheets.begin(OpenPage(CELL, CELL.page + 1))
    sheets.picture(CELL.document_id, CELL.page + 1, None)
    assert library.asked == [("a", 1), ("a", 1), (CELL.document_id, CELL.page + 1)]


def test_what_cannot_be_drawn_is_said_and_tried_again(library: CountingLibrary) -> None:
    sheets = Sheets(library)
    for _ in range(2):
        with pytest.raises(DamagedFile):
            sheets.picture("broken", 1, None)
        assert sheets.picture("text", 1, None) is None
    assert library.asked == [("broken", 1), ("text", 1)] * 2


def test_the_last_ones_are_kept(library: CountingLibrary) -> None:
    sheets = Sheets(library)
    for page in range(1, MOST_KEPT + 2):
        sheets.picture("a", page, None)
    library.asked.clear()
    sheets.picture("a", MOST_KEPT + 1, None)
    sheets.picture("a", 1, None)
    assert library.asked == [("a", 1)]
