"""The doors of the server, tried by something that is no browser."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.ui.answers import ANSWER
from tests.ui.conftest import served
from tests.ui.scripted import ScriptedLibrary
from ui.guard import LARGEST_REQUEST_BYTES, MOST_LOGINS


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> ScriptedLibrary:
    return ScriptedLibrary(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="module")
def address(library: ScriptedLibrary) -> Iterator[str]:
    with served(library, lambda question, turns: ANSWER) as url:
        yield url


def _status(address: str, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"content-type": "application/json"} | names)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/monitoring"),
        ("GET", "/gradio_api/proxy=http://example.org/"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/gradio_api/run-history/records"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("POST", "/gradio_api/process_recording"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/gradio_api/component_server"),
        ("PUT", "/gradio_api/upload"),
        ("DELETE", "/config"),
    ],
)
def test_doors_that_the_page_does_not_need_are_shut(address: str, method: str, path: str) -> None:
    assert _status(address, method, path) in (404, 405)


def test_a_request_without_end_is_not_read(address: str) -> None:
    question = {"data": ["长" * LARGEST_REQUEST_BYTES]}
    assert _status(address, "POST", "/gradio_api/call/ask", json.dumps(question).encode()) == 413


def test_a_request_that_hides_its_length_is_cut_off(address: str) -> None:
    parts = [b'{"data": ["'] + [b"x" * 100_000] * 20 + [b'"]}']
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request(
            "POST", "/gradio_api/call/ask", iter(parts), {"content-type": "application/json"}, encode_chunked=True
        )
        assert connection.getresponse().status >= 400
    except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
        pass
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1", 200), ("localhost:7860", 200), ("[::1]:7860", 200), ("evil.example:7860", 421)]
)
def test_only_names_of_this_machine_lead_here(address: str, host: str, status: int) -> None:
    assert _status(address, "GET", "/config", Host=host) == status


def test_behind_a_password_any_name_may_lead_here(library: ScriptedLibrary) -> None:
    with served(library, lambda question, turns: ANSWER, credentials=("clerk", "secret")) as address:
        assert _status(address, "GET", "/config", Host="budget.example") == 401


def test_passwords_cannot_be_tried_without_end(library: ScriptedLibrary) -> None:
    with served(library, lambda question, turns: ANSWER, credentials=("clerk", "secret")) as address:
        tried = [_login(address, f"guess {n}") for n in range(MOST_LOGINS + 1)]
        assert tried[:-1] == [400] * MOST_LOGINS
        assert tried[-1] == 429
        assert _login(address, "secret") == 429


def _login(address: str, password: str) -> int:
    form = f"username=clerk&password={password.replace(' ', '+')}".encode()
    return _status(address, "POST", "/login", form, content_type="application/x-www-form-urlencoded")


def test_nothing_can_be_uploaded_to_a_library_that_is_only_read(library: ScriptedLibrary) -> None:
    with served(library, lambda question, turns: ANSWER, read_only=True) as address:
        assert _status(address, "GET", "/config", Host="budget.example") == 200
        body = b'--x\r\ncontent-disposition: form-data; name="files"; filename="a.txt"\r\n\r\na\r\n--x--\r\n'
        for path in ("/gradio_api/upload", "/gradio_api/upload/"):
            assert _status(address, "POST", path, body, content_type="multipart/form-data; boundary=x") == 403


def test_the_scripts_and_styles_of_the_page_are_served(address: str) -> None:
    assert _status(address, "GET", "/") == 200
    assert _status(address, "GET", "/theme.css") == 200
