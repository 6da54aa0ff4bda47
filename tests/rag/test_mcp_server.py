"""The tools as a client of the protocol sees them: in this process, over standard input and output, and over HTTP."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from rag import answer
from rag.library import Library
from rag.service import Service
from samples import sample_files

mcp = pytest.importorskip("mcp", reason="the optional package mcp is not installed")

QUESTION = "改革协调局2021年公务接待费是多少？"
ROOT = Path(__file__).parents[2]
TOOLS = ["ask", "documents", "tables", "audit", "export"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp") / "library"
    with Library.open(folder, create=True) as library:
        library.ingest(sample_files()[:2])
    return folder


@pytest.fixture(scope="module")
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder, read_only=True) as library:
        yield library


def _asked(transport: Any, talk: Callable[[Any], Awaitable[Any]]) -> Any:
    """In a thread of its own, since a browser's loop may be running in this one."""

    async def run() -> Any:
        async with asyncio.timeout(60), mcp.Client(transport) as client:
            return await talk(client)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()


@pytest.fixture
def server(library: Library) -> Any:
    from rag.mcp_server import make_server

    return make_server(Service(library, lambda question, turns: answer(question, library, turns=turns)))


def test_the_tools_read_and_change_nothing(server: Any) -> None:
    listed = _asked(server, lambda client: client.list_tools())
    assert [tool.name for tool in listed.tools] == TOOLS
    assert {tool.annotations.read_only_hint for tool in listed.tools} == {True}


def test_an_answer_comes_with_its_figure_and_page(server: Any) -> None:
    result = _asked(server, lambda client: client.call_tool("ask", {"question": QUESTION}))
    figure = result.structured_content["figures"][0]
    assert (figure["value"], figure["unit"], figure["verdict"]) == ("4.00", "万元", "consistent")
    assert result.structured_content["citations"][0]["page"] == 15


def test_facts_come_a_part_at_a_time(server: Any, library: Library) -> None:
    document = library.documents()[0]
    asked = {"document": document.id, "limit": 3, "offset": 2}
    exported = _asked(server, lambda client: client.call_tool("export", asked)).structured_content
    assert (exported["total"], len(exported["facts"])) == (document.facts, 3)


@pytest.mark.parametrize(
    ("tool", "arguments", "sentence"),
    [
        ("tables", {"document": "../../etc/passwd"}, "No document"),
        ("ask", {"question": "长" * 501}, "500 characters"),
        ("documents", {"limit": 0}, "whole number"),
    ],
)
def test_what_is_refused_is_refused_in_a_sentence(
    server: Any, tool: str, arguments: dict[str, Any], sentence: str
) -> None:
    result = _asked(server, lambda client: client.call_tool(tool, arguments))
    assert result.is_error
    assert sentence in result.content[0].text


def test_over_standard_input_and_output(folder: Path) -> None:
    from mcp import StdioServerParameters, stdio_client

    command = StdioServerParameters(
        command=sys.executable, args=[str(ROOT / "app.py"), "mcp", "--library", str(folder)], cwd=str(ROOT)
    )
    listed = _asked(stdio_client(command), lambda client: client.call_tool("documents", {}))
    assert listed.structured_content["total"] == 2


def test_over_loopback(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "app.py", "mcp", "--library", str(folder), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            _wait_for(port)
            talk = lambda client: client.call_tool("documents", {})  # noqa: E731
            assert _asked(f"http://127.0.0.1:{port}/mcp", talk).structured_content["total"] == 2
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port}")
