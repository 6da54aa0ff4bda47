"""The library as a LangChain retriever and as tools; the example of docs/langchain.md runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from rag import Library, LibraryRetriever, library_tools
from rag.answer import answer
from samples import sample_files
from tests.rag.builders import cell, make_extraction, paragraph

ROOT = Path(__file__).parents[2]
QUESTION = "档案馆2021年公务接待费是多少？"


@pytest.fixture
def filled(library: Library) -> Library:
    library.add(
        make_extraction(
            facts=[cell("公务接待费", "4.00", item="official_reception")],
            paragraphs=[paragraph("主要职责：收集、保管和利用全市档案。", "一、主要职能")],
        )
    )
    return library


def test_retriever_gives_passages_with_their_places(filled: Library) -> None:
    found = LibraryRetriever(library=filled, limit=1).invoke("保管档案的职责")
    assert [(d.page_content, d.metadata["page"], d.metadata["section"]) for d in found] == [
        ("主要职责：收集、保管和利用全市档案。", 2, "一、主要职能")
    ]
    assert found[0].metadata["document"] == filled.documents()[0].file_name


def test_retriever_keeps_its_limit_within_bounds(filled: Library) -> None:
    with pytest.raises(ValidationError):
        LibraryRetriever(library=filled, limit=0)


def test_tools_return_what_the_library_returns(filled: Library) -> None:
    tools = {tool.name: tool for tool in library_tools(filled)}
    assert list(tools) == ["lookup", "search", "documents"]
    looked_up = tools["lookup"].invoke({"question": QUESTION})
    assert looked_up | {"elapsed_ms": 0} == answer(QUESTION, filled).to_json() | {"elapsed_ms": 0}
    [passage] = tools["search"].invoke({"text": "保管档案", "limit": 1})
    assert (passage["text"], passage["page"]) == ("主要职责：收集、保管和利用全市档案。", 2)
    assert [d["agency"] for d in tools["documents"].invoke({})] == ["甲市档案馆"]


def test_the_example_of_the_documentation_runs(tmp_path: Path) -> None:
    text = (ROOT / "docs/langchain.md").read_text(encoding="utf-8")
    [example] = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len([line for line in example.splitlines() if line]) <= 10
    with Library.open(tmp_path / "library", create=True) as library:
        library.ingest([path for path in sample_files() if "改革协调局" in path.name])
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, "-c", example], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[1] == "4.00 万元 consistent"
