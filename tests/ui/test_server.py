"""The server behind the screen, asked by something that is no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.ui.answers import ANSWER
from tests.ui.conftest import served
from tests.ui.scripted import ScriptedLibrary
from tests.ui.test_shelf import BUDGET

SECRET = Path(__file__).resolve()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> ScriptedLibrary:
    return ScriptedLibrary(tmp_path_factory.mktemp("pages"), BUDGET)


@pytest.fixture(scope="module")
def address(library: ScriptedLibrary) -> Iterator[str]:
    with served(library, lambda question, turns: ANSWER) as url:
        yield url


def _post(url: str, body: object) -> Any:
    request = Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    with urlopen(request, timeout=10) as response:
        return json.load(response)


def _run(address: str, function: dict[str, Any], data: list[Any]) -> str:
    """Every message that the server sends while it runs one of the page's functions."""
    call = {"data": data, "fn_index": function["id"], "trigger_id": None, "session_hash": "test"}
    _post(f"{address}gradio_api/queue/join", call)
    messages = ""
    with urlopen(f"{address}gradio_api/queue/data?session_hash=test", timeout=10) as stream:
        for line in stream:
            messages += line.decode()
            if b"process_completed" in line or b"close_stream" in line:
                return messages
    return messages


@pytest.mark.parametrize("path", ["/etc/passwd", "..%2f..%2fetc%2fpasswd", str(SECRET), "pyproject.toml", "library"])
def test_it_hands_out_no_files_of_the_machine(address: str, path: str) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{address}gradio_api/file={path}")
    assert refused.value.code in (403, 404)


def test_a_forged_upload_is_not_read(address: str, library: ScriptedLibrary) -> None:
    with urlopen(f"{address}config") as response:
        config = json.load(response)
    upload = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "upload")
    add = next(f for f in config["dependencies"] if [upload, "upload"] in [list(t) for t in f["targets"]])
    forged = {"path": str(SECRET), "orig_name": "x.pdf", "meta": {"_type": "gradio.FileData"}}
    messages = _run(address, add, [[forged], None])
    assert '"success": false' in messages or '"success":false' in messages
    assert library.ingested == []


def test_programs_have_five_endpoints_and_no_other(address: str) -> None:
    with urlopen(f"{address}gradio_api/info") as response:
        offered = json.load(response)
    assert set(offered["named_endpoints"]) == {"/ask", "/documents", "/tables", "/audit", "/export"}
    assert offered["unnamed_endpoints"] == {}


def test_every_response_keeps_the_browser_to_this_server(address: str) -> None:
    with urlopen(address) as response:
        assert "default-src 'self'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"


def test_with_a_password_nothing_is_shown_without_it(library: ScriptedLibrary) -> None:
    with served(library, lambda question, turns: ANSWER, credentials=("clerk", "secret")) as address:
        for path in ("config", "gradio_api/info", "gradio_api/queue/data?session_hash=x"):
            with pytest.raises(HTTPError) as refused:
                urlopen(address + path, timeout=10)
            assert refused.value.code == 401
        with urlopen(address) as page:
            assert BUDGET.file_name not in page.read().decode()
