"""The systems with a language model, run against a server on loopback that speaks the chat completions of OpenAI."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.run import Outcome, Run, run_suite
from eval.systems import System
from rag import Settings
from tests.rag.model_server import Exchange, ModelServer, Script, fills, model_at, says, serving

pytest.importorskip("langchain_openai")

QUESTION = {
    "id": "reception",
    "kind": "lookup",
    "difficulty": "easy",
    "question": "改革协调局2021年公务接待费是多少？",
    "expected": {"status": "answered", "values": [{"value": "4.00", "unit": "万元", "year": 2021}]},
}
STATED, LIE = "4.00", "987.65"
Ask = Callable[[System, Script], tuple[Run, ModelServer]]


def reads(value: str) -> Script:
    """A model that gives the value, of the first chunk that holds the one that is stated; its words tell nothing."""

    def script(exchange: Exchange) -> None:
        if "tools" not in exchange.asked:
            says(f"公务接待费是{value}万元。")(exchange)
            return
        chunks = json.loads(exchange.asked["messages"][-1]["content"]).get("chunks", [])
        chunk = next((chunk["chunk"] for chunk in chunks if STATED in chunk["text"]), 1)
        figure = {"item": "公务接待费", "value": value, "unit": "万元", "chunk": chunk}
        fills({"found": True, "text": f"{value}万元", "figures": [figure], "chunks": [chunk]})(exchange)

    return script


@pytest.fixture
def ask(sample_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    suite = tmp_path / "suite.jsonl"
    suite.write_text(json.dumps(QUESTION, ensure_ascii=False), "utf-8")

    def run(system: System, script: Script) -> tuple[Run, ModelServer]:
        with serving(script) as server:
            model_at(server.url, monkeypatch)
            settings = Settings(model="openai:m", model_seconds=60.0)
            return run_suite(suite, sample_library, settings, system=system, cache=tmp_path / "cache"), server

    return run


def only(run: Run) -> Outcome:
    (outcome,) = run.outcomes
    return outcome


def test_chunks_are_read_by_the_model(ask: Ask) -> None:
    run, server = ask(System.CHUNKS_MODEL, reads(STATED))
    outcome = only(run)
    assert (outcome.score.right, outcome.answer["model"]) == (True, "openai:m")
    assert (run.signature.system, run.signature.model) == ("chunks-model", "openai:m")
    assert len(server.requests) == 2  # one before the first that counts
    shown = json.loads(server.requests[-1]["messages"][-1]["content"])
    assert shown["question"] == QUESTION["question"] and shown["chunks"]


def test_ours_words_its_answer_with_the_model(ask: Ask) -> None:
    run, server = ask(System.OURS_MODEL, reads(STATED))
    assert only(run).score.right
    assert (run.signature.system, run.signature.model) == ("ours-model", "openai:m")
    assert server.requests


def test_a_lie_of_the_model_is_an_answer_of_chunks_and_none_of_ours(ask: Ask) -> None:
    chunks, ours = (only(ask(system, reads(LIE))[0]) for system in (System.CHUNKS_MODEL, System.OURS_MODEL))
    assert (chunks.score.right, chunks.score.confidently_wrong) == (False, True)
    assert (ours.score.right, ours.score.confidently_wrong) == (True, False)
    assert LIE in chunks.answer["text"] and LIE not in ours.answer["text"]
