"""The page that is open beside the explored facts: a value that every event turns into the next one, and an address
holds (`&doc=…&page=…&fact=…` after what is explored)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol
from urllib.parse import urlencode

from rag.browsing import Browsing
from rag.citing import Citing
from rag.errors import LibraryError
from rag.model import Citation, StoredDocument
from ui.conversation import OpenPage
from ui.links import SHORT_ID, read_number

LONGEST_FACT = 9  # digits of a fact's number


class Shelf(Protocol):
    """What opening a page needs of a library."""

    def documents(self) -> list[StoredDocument]: ...

    def document(self, name: str) -> StoredDocument: ...

    def browsing(self) -> Browsing: ...


@dataclass(frozen=True, slots=True)
class ExploredPage:
    """`document` is the beginning of a document's id, `fact` the number of the fact that led there; 0 for none."""

    document: str = ""
    page: int = 0
    fact: int = 0

    def turned(self, step: int, pages: int) -> ExploredPage:
        """So many pages on or back, within a document of so many pages."""
        return replace(self, page=min(max(self.page + step, 1), max(pages, 1)))

    @property
    def link(self) -> str:
        """What the address has more, to lead back to the page; "" where none is open."""
        if not self.document:
            return ""
        fact = [("fact", str(self.fact))] if self.fact else []
        return f"&{urlencode([('doc', self.document[:SHORT_ID]), ('page', str(self.page)), *fact])}"


def read_explored_page(pairs: Iterable[tuple[str, str]]) -> ExploredPage:
    """From an address; what makes no sense is left out."""
    last = dict(pairs)
    page = read_number(last.get("page", ""))
    if not last.get("doc") or not page:
        return ExploredPage()
    return ExploredPage(last["doc"], page, read_number(last.get("fact", ""), digits=LONGEST_FACT))


def find_page(explored: ExploredPage, library: Shelf) -> OpenPage | None:
    """With the fact's place while the library holds it, else the page alone; None where there is no such page."""
    try:
        document = library.document(explored.document)
    except LibraryError:
        return None
    if not 1 <= explored.page <= document.pages:
        return None
    stored = library.browsing().fact(explored.fact) if explored.fact else None
    if stored is None or stored.document_id != document.id:
        return OpenPage(Citation(0, document.file_name, document.id, explored.page, "page", ""), explored.page)
    citing = Citing(library.documents())
    citing.fact(stored)
    return OpenPage(citing.citations[0], explored.page)
