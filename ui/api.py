"""What programs may ask over HTTP: five named endpoints, and nothing else of the page (docs/api.md).

Gradio derives the description of an endpoint from its type hints as they stand, so annotations here are evaluated.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Literal

import gradio as gr

from rag.errors import LibraryError
from rag.service import MOST_DOCUMENTS, Service

NAMES = ("ask", "documents", "tables", "audit", "export")
AT_ONCE = 4  # requests of each endpoint that are worked on at the same time; more wait in the queue


def offer(service: Service) -> None:
    """Adds the endpoints to the page that is being built."""

    def ask(question: str, turns: list[str] | None = None) -> dict:
        """One answer with its figures, citations and checks; `turns` are the questions that were asked before."""
        with sentences():
            return service.ask(question, turns)

    def documents(limit: int = MOST_DOCUMENTS, offset: int = 0) -> dict:
        """What is loaded, and what is missing in it."""
        with sentences():
            return service.documents(limit, offset)

    def tables(document: str, page: int | None = None) -> dict:
        """The tables of a document, cell by cell; with `page`, only what stands on it."""
        with sentences():
            return service.tables(document, page)

    def audit(documents: list[str] | None = None) -> dict:
        """What does not add up in the named documents, or in all, and what was checked."""
        with sentences():
            return service.audit(documents)

    def export(format: Literal["csv", "xlsx", "jsonl", "zip"] = "csv") -> gr.FileData:
        """All facts as one table, a row each; `zip`: the whole library as a data package."""
        with sentences():
            path = service.export(f".{format}")
        return gr.FileData(path=str(path), orig_name=path.name)

    endpoint = partial(gr.api, concurrency_limit=AT_ONCE)
    for function in (ask, documents, tables, audit, export):
        endpoint(function, api_name=function.__name__)


@contextmanager
def sentences() -> Iterator[None]:
    """What a library refuses, as Gradio's kind of error, which is sent to whoever asked."""
    try:
        yield
    except LibraryError as error:
        raise gr.Error(str(error), print_exception=False) from error
