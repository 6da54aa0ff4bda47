"""Questions that many real disclosures answer: what is offered instead of an answer is itself answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import Library, answer
from rag.model import Status

FOLDERS = ("quanzhou", "putuo", "suzhou")  # agencies with a department and a unit, and one with two publications
ITEMS = ("公务接待费", "“三公”经费", "会议费", "收入总计", "人员经费", "项目支出", "2080505", "一般公共预算支出")


@pytest.fixture(scope="module")
def library(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("choices") / "library", create=True) as opened:
        opened.ingest([corpus / "real" / folder for folder in FOLDERS])
        yield opened


@pytest.mark.parametrize("item", ITEMS)
def test_each_choice_has_exactly_one_answer(library: Library, item: str) -> None:
    asked = answer(f"{item}是多少", library)
    assert asked.status is Status.AMBIGUOUS
    *each, every = asked.choices
    assert len(each) > 5
    table = answer(every, library)
    for choice in each:
        (figure,) = answer(choice, library).figures
        assert (figure.agency, figure.value) in [(f.agency, f.value) for f in table.figures], choice
