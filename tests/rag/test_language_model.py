"""The door to language models by itself, beside a real server."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from rag import Settings
from rag.language_model import ModelFailure, Prompt, Reason, open_model
from tests.rag.model_server import breaks_off, fills, hangs, model_at, refuses, says, serving

ROOT = Path(__file__).parents[2]
PROMPT = Prompt("be brief", {"question": "{x.__class__} {{"})
FORM = {
    "title": "Reading",
    "description": "d",
    "type": "object",
    "properties": {"items": {"type": "array", "items": {}}},
}


def test_a_reply_is_gathered_from_its_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says("公务接待费为{F1}[1]。")) as server:
        assert model_at(server.url, monkeypatch).write(PROMPT, 30) == "公务接待费为{F1}[1]。"
    [asked] = server.requests
    assert asked["stream"] is True
    assert [message["content"] for message in asked["messages"]] == ["be brief", '{"question": "{x.__class__} {{"}']


def test_a_form_is_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(fills({"items": ["培训费"]})) as server:
        assert model_at(server.url, monkeypatch).fill(PROMPT, FORM, 30) == {"items": ["培训费"]}


def test_one_model_answers_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    replies: list[str] = []
    with serving(says("好")) as server:
        model = model_at(server.url, monkeypatch)
        threads = [threading.Thread(target=lambda: replies.append(model.write(PROMPT, 30))) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert replies == ["好"] * 12


def test_a_hanging_request_is_given_up_and_the_next_one_served(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(hangs) as slow:
        model = model_at(slow.url, monkeypatch)
        started = time.monotonic()
        with pytest.raises(ModelFailure) as failure:
            model.write(PROMPT, 0.4)
        assert failure.value.reason is Reason.TIMEOUT
        assert time.monotonic() - started < 3
    with serving(says("好")) as quick:
        assert model_at(quick.url, monkeypatch).write(PROMPT, 30) == "好"


def test_no_time_left_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(says("好")) as server, pytest.raises(ModelFailure) as failure:
        model_at(server.url, monkeypatch).write(PROMPT, -1)
    assert failure.value.reason is Reason.TIMEOUT


def test_half_a_stream_is_no_reply(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(breaks_off("公务接待费为{F1}[1]。")) as server, pytest.raises(ModelFailure) as failure:
        model_at(server.url, monkeypatch).write(PROMPT, 30)
    assert failure.value.reason is Reason.CUT


def test_a_failure_repeats_nothing_that_a_provider_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(refuses("sk-canary")) as server, pytest.raises(ModelFailure) as failure:
        model_at(server.url, monkeypatch).write(PROMPT, 30)
    assert str(failure.value) == "error"
    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__


def test_without_a_setting_there_is_no_model() -> None:
    assert open_model(Settings()) is None


def test_a_figure_is_answered_without_any_of_langchain() -> None:
    """By the whole command, on a library of one sample."""
    program = (
        "import sys, tempfile, pathlib, app, samples\n"
        "from typer.testing import CliRunner\n"
        "folder = str(pathlib.Path(tempfile.mkdtemp()) / 'library')\n"
        "from rag.library import Library\n"
        "from tests.rag.builders import cell, make_extraction\n"
        "with Library.open(pathlib.Path(folder), create=True) as library:\n"
        "    library.add(make_extraction(facts=[cell('公务接待费', '4.00', item='official_reception')]))\n"
        "result = CliRunner().invoke(app.app, ['ask', '档案馆2021年公务接待费是多少？', '--library', folder])\n"
        "assert '4.00 万元' in result.stdout, result.output\n"
        "print(*(m for m in sys.modules if m.split('.')[0].startswith(('langchain', 'langgraph', 'openai'))))"
    )
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == []
