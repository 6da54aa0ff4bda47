"""The addresses of pages and files, asked without a server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from rag.answer import OnStep
from rag.library import Library
from rag.model import Answer
from rag.service import Service
from tests.rag.builders import cell, make_extraction
from tests.ui.answers import ANSWER, NOT_FOUND
from ui.conversation import LONGEST_QUESTION
from ui.routes import Links, Unpaged
from ui.sheets import Sheets

HTML = "<!doctype html><script>alert(1)</script>"


def _script(question: str, turns: Sequence[str], on_step: OnStep = lambda step: None) -> Answer:
    return NOT_FOUND if "没有" in question else ANSWER


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", create=True) as opened:
        extraction = make_extraction(facts=[cell("公务接待费", "4.00", item="official_reception")])
        opened.add(extraction, suffix=".html")
        originals = opened.folder / "originals"
        originals.mkdir(exist_ok=True)
        (originals / f"{extraction.sha256}.html").write_text(HTML)
        yield opened


def _client(library: Library, **state: Any) -> TestClient:
    """Gradio's application is the one that knows the password; here a bare one that has none, or any."""
    app = Starlette(routes=Links(library, Service(library, _script), _script, Sheets(library)).routes())
    app.auth, app.tokens, app.cookie_id = None, {}, "id"  # type: ignore[attr-defined]
    for name, value in state.items():
        setattr(app, name, value)
    return TestClient(app)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/sheet/{id}/1.png", "has no pages of its own"),
        ("/sheet/{id}/99.png", "has 4 pages"),
        ("/sheet/nothing/1.png", "No document"),
        ("/original/..%2f..%2fetc%2fpasswd", ""),
        ("/original/nothing", "No document"),
        ("/answer.csv", "nothing here"),
        ("/answer.exe?q=1", "nothing here"),
        ("/answer.csv?q=" + "长" * (LONGEST_QUESTION + 1), "at most"),
        ("/answer.csv?q=没有的", "There are no figures"),
        ("/facts.exe", "nothing here"),
    ],
)
def test_what_is_not_there_is_a_sentence(library: Library, address: str, sentence: str) -> None:
    asked = {"url": address.format(id=library.documents()[0].id)}
    reply = _client(library).get(**asked, headers={"accept-language": "en"})
    assert reply.status_code == 404
    assert sentence in reply.text
    chinese = _client(library).get(**asked, headers={"accept-language": "zh-CN"}).text
    assert not sentence or (sentence not in chinese and chinese.endswith("。"))


def test_what_a_browser_could_run_is_saved_and_not_shown(library: Library) -> None:
    reply = _client(library).get(f"/original/{library.documents()[0].id}")
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["content-disposition"].startswith("attachment")
    assert reply.text == HTML


def test_answers_and_facts_come_as_files(library: Library) -> None:
    client = _client(library)
    answered, explored = (
        client.get("/answer.csv?q=接待费"),
        client.get("/facts.csv?item=official_reception&order=value"),
    )
    assert (
        "改革协调局" in answered.text and 'filename="mingzhang-answer.csv"' in answered.headers["content-disposition"]
    )
    assert "甲市档案馆" in explored.text and len(explored.text.splitlines()) == 2
    assert client.get("/facts.xlsx").content.startswith(b"PK")


@pytest.mark.parametrize("path", ["sheet/x/1.png", "original/x", "answer.csv?q=1", "facts.csv"])
def test_behind_a_password_nothing_comes_without_it(library: Library, path: str) -> None:
    client = _client(library, auth=object(), tokens={"told": "clerk"})
    assert client.get(f"/{path}").status_code == 401
    client.cookies.set("access-token-unsecure-id", "told")
    assert client.get(f"/{path}").status_code != 401


def test_gradio_does_not_see_the_page_of_a_link_but_sees_all_else() -> None:
    async def echo(request: Request) -> JSONResponse:
        return JSONResponse(request.query_params.multi_items())

    app = Starlette(routes=[Route("/", echo), Route("/config", echo)], middleware=[Middleware(Unpaged)])
    client = TestClient(app)
    assert client.get("/?q=一&q=二&page=6&n=1").json() == [["q", "一"], ["q", "二"], ["n", "1"]]
    assert client.get("/config?page=6").json() == [["page", "6"]]
