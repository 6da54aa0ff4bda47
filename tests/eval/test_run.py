from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from eval.__main__ import app
from eval.report import run_text
from eval.run import NotComparable, Run, check_comparable, read_run, run_suite, signature
from rag import Settings

RIGHT = {
    "id": "right",
    "kind": "lookup",
    "difficulty": "easy",
    "question": "改革协调局2021年公务接待费是多少？",
    "expected": {"status": "answered", "values": [{"value": "4.00", "unit": "万元"}]},
}
WRONG = {**RIGHT, "id": "wrong", "expected": {"status": "answered", "values": [{"value": "5.00", "unit": "万元"}]}}
LATER = {
    **{key: value for key, value in RIGHT.items() if key != "question"},
    "id": "later",
    "kind": "follow_up",
    "turns": ["改革协调局2021年公务接待费是多少？", "那政务服务局呢？"],
    "expected": {"status": "answered", "values": [{"value": "5.00", "unit": "万元", "agency": "政务服务局"}]},
}


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    path = tmp_path / "suite.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in (RIGHT, WRONG, LATER)), "utf-8")
    return path


@pytest.fixture
def run(suite: Path, sample_library: Path) -> Run:
    return run_suite(suite, sample_library, Settings())


def invoke(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["run", *map(str, arguments)])
    return result.exit_code, result.output


def test_a_run_counts_by_kind(run: Run) -> None:
    summary = run.summary()
    assert {kind: counts["right"]["hits"] for kind, counts in summary.items()} == {
        "lookup": 1,
        "follow_up": 1,
        "all": 2,
    }
    assert summary["all"]["questions"] == 3
    assert summary["all"]["confidently_wrong"]["hits"] == 1
    assert all(latency > 0 for latency in run.latencies())


def test_text_has_table_and_signature(run: Run) -> None:
    text = run_text(run)
    assert "| follow_up | 1 | 100.0% (1/1) |" in text
    assert f"suite:{run.signature.suite}|library:{run.signature.library}|program:" in text
    assert "|model:none|embedding:shipped" in text


def test_the_signature_changes_with_what_makes_the_score(suite: Path) -> None:
    plain = signature(suite, ["a", "b"], Settings())
    assert signature(suite, ["b", "a"], Settings()) == plain
    assert signature(suite, ["a"], Settings()).library != plain.library
    assert signature(suite, ["a", "b"], Settings(model="openai:x")).model != plain.model
    assert signature(suite, ["a", "b"], Settings(embedding="other")).embedding != plain.embedding
    suite.write_text(suite.read_text("utf-8") + "\n", "utf-8")
    assert signature(suite, ["a", "b"], Settings()).suite != plain.suite


def test_runs_over_other_questions_are_not_compared(run: Run, suite: Path, sample_library: Path) -> None:
    before = json.loads(json.dumps(run.to_json()))
    check_comparable(before, run)
    suite.write_text(json.dumps(RIGHT, ensure_ascii=False), "utf-8")
    with pytest.raises(NotComparable, match="differ in suite"):
        check_comparable(before, run_suite(suite, sample_library, Settings()))


@pytest.mark.parametrize("text", ["no json", "[]", "{}"])
def test_what_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(NotComparable):
        read_run(path)


def test_command_line(suite: Path, sample_library: Path, tmp_path: Path) -> None:
    code, output = invoke(suite, "--library", sample_library, "--json")
    earlier = json.loads(output)
    assert (code, len(earlier["outcomes"])) == (0, 3)
    earlier["outcomes"][0]["score"]["right"] = False
    (tmp_path / "run.json").write_text(json.dumps(earlier), "utf-8")
    code, output = invoke(suite, "--library", sample_library, "--compare", tmp_path / "run.json", "--failures")
    assert code == 0
    assert "before 1 right, now 2 of 3" in output
    assert "now right: right" in output
    assert "wrong [lookup] 改革协调局2021年公务接待费是多少？" in output


@pytest.mark.parametrize("missing", ["suite", "library"])
def test_what_is_missing_is_said(missing: str, suite: Path, sample_library: Path, tmp_path: Path) -> None:
    given = {"suite": suite, "library": sample_library} | {missing: tmp_path / "missing"}
    code, output = invoke(given["suite"], "--library", given["library"])
    assert code == 1
    assert "missing" in output
