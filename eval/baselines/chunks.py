"""Documents cut into chunks that know their file, page and title, and the unit that was printed last before them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from eval.baselines.words import last_unit

if TYPE_CHECKING:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

SIZE, OVERLAP = 500, 100  # characters
SEPARATORS = ["\n\n", "\n", "。", "；", "，", " ", ""]
TITLE_LENGTH = 60  # characters of the first page that has text


@dataclass(frozen=True, slots=True)
class Chunk:
    document: str  # the file's name
    document_id: str
    page: int  # from 1
    title: str
    unit: str  # "" where none is printed before it
    text: str

    @property
    def searched(self) -> str:
        """With the title: a piece of a table does not say whose it is."""
        return f"{self.title}\n{self.text}"


def cut(document: str, document_id: str, pages: Sequence[str]) -> Iterator[Chunk]:
    """Page by page, so that every chunk has one page to cite."""
    title = title_of(document, pages)
    unit = ""
    for number, text in enumerate(pages, start=1):
        for piece in _splitter().split_text(text):
            yield Chunk(document, document_id, number, title, unit, piece)
            unit = last_unit(piece) or unit


def title_of(document: str, pages: Sequence[str]) -> str:
    """The file's name and how its text begins."""
    beginning = next((" ".join(text.split()) for text in pages if text.strip()), "")
    return f"{document.rpartition('.')[0]} {beginning[:TITLE_LENGTH]}"


@cache
def _splitter() -> RecursiveCharacterTextSplitter:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(separators=SEPARATORS, chunk_size=SIZE, chunk_overlap=OVERLAP)
