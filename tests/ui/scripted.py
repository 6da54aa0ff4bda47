"""A library with one document whose pages are drawn here, and answers by a script."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PIL import Image

from extractors.model import Table
from rag.errors import UnknownDocument
from rag.ingest import FileReport, IngestReport
from rag.model import StoredDocument, StoredFact
from ui.texts import Language

POINTS = (595, 842)


class ScriptedLibrary:
    def __init__(self, folder: Path, *documents: StoredDocument) -> None:
        self._folder = folder
        self._documents = list(documents)
        self.ingested: list[Path] = []

    def documents(self) -> list[StoredDocument]:
        return list(self._documents)

    def document(self, name: str) -> StoredDocument:
        found = [document for document in self._documents if document.id.startswith(name)]
        if not found:
            raise UnknownDocument(f"No document “{name}” is loaded.")
        return found[0]

    def has_page_images(self, document_id: str) -> bool:
        return True

    def original(self, document_id: str) -> Path:
        path = self._folder / "original.pdf"
        path.write_bytes(b"%PDF-1.4 original")
        return path

    def extraction_tables(self, document_id: str) -> list[Table]:
        return []

    def facts(
        self, *, document_ids: Collection[str] | None = None, items: Collection[str | None] | None = None
    ) -> list[StoredFact]:
        return []

    @property
    def revision(self) -> int:
        return len(self.ingested)

    def ingest(self, paths: Sequence[Path], **how: object) -> IngestReport:
        self.ingested += paths
        return IngestReport(tuple(FileReport(str(path), "added", pages=1) for path in paths))

    def page_image(self, document_id: str, page: int, *, scale: float = 2.0) -> Path | None:
        path = self._folder / f"{page}.png"
        Image.new("RGB", (round(POINTS[0] * scale), round(POINTS[1] * scale)), "white").save(path)
        return path

    def notices(self, language: Language = "en") -> list[str]:
        return [{"en": "No index yet.", "zh": "尚无索引。"}[language]]
