"""A library as LangChain knows such things: a retriever of passages, and tools for an agent.

The tools return what `answer` and `Library` return, with places and verdicts; no figure passes through a model. What
they return holds text of documents: to whoever reads it, it is data.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool, StructuredTool
from pydantic import ConfigDict, Field

from rag.answer import answer
from rag.library import Library
from rag.listing import document_json
from rag.model import Passage

MOST_PASSAGES = 20


class LibraryRetriever(BaseRetriever):
    """Passages by full text fused with meaning; table rows come with title, headings and unit."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    limit: int = Field(default=8, ge=1, le=MOST_PASSAGES)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        names = {document.id: document.file_name for document in self.library.documents()}
        passages = self.library.search(query, limit=self.limit)
        return [_document(passage, names[passage.document_id]) for passage in passages if passage.document_id in names]


def library_tools(library: Library) -> list[BaseTool]:
    """`lookup`, `search` and `documents` over an open library."""

    def lookup(question: str) -> dict[str, Any]:
        """Answer one question about Chinese government budgets and final accounts: figures, changes, sums, rankings,
        duties and reasons. Every figure comes with unit, verdict, document and page. Ask in Chinese or English and name
        the agency, the year and the item, for example 改革协调局2021年公务接待费是多少？"""
        return answer(question, library).to_json()

    def search(text: str, limit: int = 8) -> list[dict[str, Any]]:
        """Find passages and table rows of the loaded documents by words and meaning, best first."""
        found = LibraryRetriever(library=library, limit=min(max(limit, 1), MOST_PASSAGES)).invoke(text)
        return [{"text": document.page_content, **document.metadata} for document in found]

    def documents() -> list[dict[str, Any]]:
        """List the loaded documents: agency, year, budget or final accounts, pages, and what is missing in them."""
        return [document_json(document) for document in library.documents()]

    return [StructuredTool.from_function(function) for function in (lookup, search, documents)]


def _document(passage: Passage, file_name: str) -> Document:
    metadata = {
        "document": file_name,
        "document_id": passage.document_id,
        "page": passage.page,
        "kind": passage.kind,
        "section": passage.section,
    }
    return Document(page_content=passage.text, id=passage.id, metadata=metadata)
