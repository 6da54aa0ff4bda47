"""The page beside the explored facts, and the address that leads back to it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest

from rag import Library
from samples import sample_files
from ui.explored_page import ExploredPage, find_page, read_explored_page


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("samples"), create=True) as library:
        library.ingest([path for path in sample_files() if path.name.startswith("改革协调局")])
        yield library


def test_the_address_leads_back_to_the_page() -> None:
    explored = ExploredPage("a" * 12, 3, 1_234_567)
    assert explored.link == f"&doc={'a' * 12}&page=3&fact=1234567"
    assert read_explored_page(parse_qsl(explored.link)) == explored
    assert ExploredPage().link == ""
    assert read_explored_page([("doc", "a"), ("page", "-3")]) == ExploredPage()
    assert read_explored_page([("doc", "a"), ("page", "3"), ("fact", "1;")]) == ExploredPage("a", 3)


def test_a_page_is_turned_within_its_document() -> None:
    assert [ExploredPage("a", 2).turned(step, 3).page for step in (-1, 1, 9)] == [1, 3, 3]


def test_the_place_of_the_fact_is_found_while_the_library_holds_it(library: Library) -> None:
    document = library.documents()[0]
    stored = next(stored for stored in library.facts(items=["official_reception"]) if stored.fact.bbox)
    found = find_page(ExploredPage(document.id[:12], stored.fact.page, stored.id), library)
    assert found and found.box == stored.fact.bbox
    turned = find_page(ExploredPage(document.id[:12], stored.fact.page + 1, stored.id), library)
    assert turned and turned.box is None
    without = find_page(ExploredPage(document.id[:12], 2, 987_654_321), library)
    assert without and (without.page, without.box, without.citation.document) == (2, None, document.file_name)


@pytest.mark.parametrize(("name", "page"), [("0" * 12, 1), ("", 999)])
def test_what_is_gone_leads_nowhere(library: Library, name: str, page: int) -> None:
    assert find_page(ExploredPage(name or library.documents()[0].id, page), library) is None
