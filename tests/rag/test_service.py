from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from rag import service as bounds
from rag.errors import BadRequest, LibraryError, UnknownDocument
from rag.handouts import MOST, HandOuts
from rag.library import Library
from rag.model import Answer, Status, Verdict
from rag.service import Service
from tests.rag.builders import cell, make_extraction, make_table

FIRST = make_extraction(
    file_name="甲.pdf",
    facts=[cell("公务接待费", "4.00"), cell("培训费", "1.00", row=3)],
    tables=[make_table("“三公”经费表", ("项目", "合计"), [("公务接待费", "4.00")])],
)
SECOND = make_extraction(file_name="乙.pdf", agency="乙市档案馆")


@pytest.fixture
def service(library: Library) -> Service:
    library.add(FIRST)
    library.add(SECOND)
    return Service(library, _answer)


def _answer(question: str, turns: Sequence[str]) -> Answer:
    return Answer(question, Status.NOT_FOUND, " ".join(turns), Verdict.NONE)


def test_an_answer_is_to_the_question_in_the_light_of_the_turns(service: Service) -> None:
    answered = service.ask("那2020年呢？", ["一", "二"])
    assert (answered["question"], answered["text"]) == ("那2020年呢？", "一 二")


def test_documents_come_a_part_at_a_time(service: Service) -> None:
    assert service.documents()["total"] == 2
    assert [d["document"] for d in service.documents(limit=1, offset=1)["documents"]] == ["甲.pdf"]
    assert service.documents(offset=2)["documents"] == []


def test_tables_facts_and_findings_of_a_document(service: Service) -> None:
    assert service.tables("甲.pdf")["tables"][0]["title"] == "“三公”经费表"
    assert service.tables("甲.pdf", page=99)["tables"] == []
    assert [row["value"] for row in service.facts("甲", limit=1, offset=1)["facts"]] == ["1.00"]
    assert {line["document"] for line in service.audit(["乙.pdf"])["coverage"]} == {"乙.pdf"}


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda s: s.ask("长" * 501), "500 characters"),
        (lambda s: s.ask(" "), "not empty"),
        (lambda s: s.ask({"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}), "must be a text"),
        (lambda s: s.ask("问", ["一"] * 21), "up to 20"),
        (lambda s: s.ask("问", [["一"]]), "must be a text"),
        (lambda s: s.ask("问", "abc"), "A list"),
        (lambda s: s.documents(limit=0), "from 1 up"),
        (lambda s: s.documents(limit=True), "whole number"),
        (lambda s: s.documents(offset="1"), "whole number"),
        (lambda s: s.tables(None), "must be a text"),
        (lambda s: s.tables("x" * 301), "300 characters"),
        (lambda s: s.tables("甲.pdf", page=0), "from 1 up"),
        (lambda s: s.audit(["甲.pdf"] * 101), "up to 100"),
        (lambda s: s.export("../../x.csv"), r"can be \.csv"),
        (lambda s: s.export(None), r"can be \.csv"),
    ],
)
def test_what_is_no_request_is_refused_in_a_sentence(
    service: Service, ask: Callable[[Service], Any], sentence: str
) -> None:
    with pytest.raises(BadRequest, match=sentence):
        ask(service)


def test_a_reply_has_a_size(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CELLS", 1)
    with pytest.raises(BadRequest, match="one page after another"):
        service.tables("甲.pdf")
    monkeypatch.setattr(bounds, "MOST_AUDITED", 1)
    with pytest.raises(BadRequest, match="name up to 1"):
        service.audit()


def test_a_name_is_never_a_path(service: Service) -> None:
    with pytest.raises(UnknownDocument):
        service.tables("/etc/passwd")


def test_an_export_is_written_once_for_each_state_of_the_library(service: Service, library: Library) -> None:
    first = service.export(".jsonl")
    assert len(first.read_text(encoding="utf-8").splitlines()) == 2
    assert service.export(".jsonl") == first
    library.remove("甲.pdf")
    assert service.export(".jsonl").read_text(encoding="utf-8") == ""


def test_files_to_hand_out_do_not_pile_up(library: Library) -> None:
    hand_outs = HandOuts(library)
    paths = [hand_outs.file("report.html", (str(n),), lambda path: path.write_text("x")) for n in range(MOST + 3)]
    assert [path.exists() for path in paths] == [False] * 3 + [True] * MOST


def test_a_file_that_could_not_be_written_is_tried_again(library: Library) -> None:
    hand_outs = HandOuts(library)

    def fail(path: Path) -> None:
        raise LibraryError("full")

    with pytest.raises(LibraryError):
        hand_outs.file("facts.csv", (), fail)
    assert hand_outs.file("facts.csv", (), lambda path: path.write_text("x")).read_text() == "x"


def test_replies_are_json(service: Service) -> None:
    for reply in (
        service.ask("问"),
        service.documents(),
        service.tables("甲.pdf"),
        service.audit(),
        service.facts("甲"),
    ):
        assert json.loads(json.dumps(reply)) == reply
