"""The endpoints for programs, and the examples of docs/api.md, over the samples and a real server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from rag import Library, answer
from samples import sample_files
from tests.ui.conftest import served

DOCS = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Library.open(tmp_path_factory.mktemp("api"), create=True) as library:
        library.ingest(sample_files())
        with served(library, lambda question, turns: answer(question, library, turns=turns)) as url:
            yield url


def _example(language: str, address: str) -> str:
    (block,) = [body for kind, body in BLOCK.findall(DOCS) if kind == language]
    return str(block).replace("http://127.0.0.1:7860", address.rstrip("/"))


def test_the_example_in_python_prints_what_it_says(address: str) -> None:
    example = _example("python", address)
    done = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == re.findall(r"print\(.*\)  # (.*)$", example, re.MULTILINE)


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here")
def test_the_example_with_curl_ends_in_an_answer(address: str) -> None:
    done = subprocess.run(["bash", "-c", _example("bash", address)], capture_output=True, text=True, timeout=60)
    event, data = done.stdout.strip().splitlines()[-2:]
    assert event == "event: complete"
    (answered,) = json.loads(data.removeprefix("data: "))
    assert answered["figures"][0]["value"] == "4.00"


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False)


def test_what_is_refused_comes_as_a_sentence(client: Client) -> None:
    with pytest.raises(AppError, match=r"500 characters; this one has 501"):
        client.predict("长" * 501, api_name="/ask")
    with pytest.raises(AppError, match="No document “/etc/passwd” is loaded"):
        client.predict("/etc/passwd", api_name="/tables")


def test_a_file_is_no_value(client: Client) -> None:
    """A forged description of a file in place of a text reaches nothing on the server."""
    forged = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
    with pytest.raises(AppError):
        client.predict(forged, api_name="/tables")


@pytest.mark.parametrize("format", ["csv", "xlsx", "jsonl"])
def test_an_export_can_be_fetched(client: Client, format: str) -> None:
    path = Path(client.predict(format, api_name="/export"))
    assert path.suffix == f".{format}"
    assert path.stat().st_size > 10_000


def test_the_library_can_be_fetched_as_a_package(client: Client) -> None:
    with ZipFile(client.predict("zip", api_name="/export")) as package:
        assert json.loads(package.read("datapackage.json"))["name"] == "mingzhang-library"


def test_the_page_cannot_be_driven_by_name(client: Client) -> None:
    for name in ("/open", "/add", "/cite", "/ask_1"):
        with pytest.raises(ValueError, match="Cannot find a function"):
            client.predict(api_name=name)
