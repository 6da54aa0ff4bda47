from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval.__main__ import app
from eval.benchmark import NotComparable, pairs, read_benchmark
from eval.report import benchmark_text, comparison_text, losses
from eval.run import Run, run_suite, signature
from eval.systems import NoModel, System, chosen_systems
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


def benchmark(*runs: Run, **changes: Any) -> dict[str, Any]:
    """As it is read back from a file."""
    written = {"suite": "suite.jsonl", "runs": [run.to_json() for run in runs], "audit": None}
    return json.loads(json.dumps(written | changes))


def invoke(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [*map(str, arguments)])
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
    assert run.peak_mb is None or run.peak_mb > 10


def test_text_has_table_and_signature(run: Run) -> None:
    text = benchmark_text(benchmark(run))
    assert "| follow_up | 1 | 100.0% (1/1) |" in text
    assert f"suite:{run.signature.suite}|library:{run.signature.library}|system:ours|program:" in text
    assert "|model:none|embedding:shipped-" in text


def test_the_signature_changes_with_what_makes_the_score(suite: Path) -> None:
    plain = signature(suite, ["a", "b"], Settings())
    assert signature(suite, ["b", "a"], Settings()) == plain
    assert signature(suite, ["a"], Settings()).library != plain.library
    assert signature(suite, ["a", "b"], Settings(embedding="other")).embedding != plain.embedding
    assert signature(suite, ["a", "b"], Settings(), System.CHUNKS).program != plain.program
    suite.write_text(suite.read_text("utf-8") + "\n", "utf-8")
    assert signature(suite, ["a", "b"], Settings()).suite != plain.suite


def test_a_model_is_signed_where_it_is_asked(suite: Path) -> None:
    settings = Settings(model="openai:x")
    without, with_it = (signature(suite, [], settings, system) for system in (System.OURS, System.OURS_MODEL))
    assert (without.model, without.prompts) == ("none", "none")
    assert with_it.model == "openai:x"
    assert with_it.prompts != "none"


def test_a_model_that_is_not_configured_is_said() -> None:
    assert chosen_systems([System.CHUNKS], Settings(model="openai:x"), with_model=True) == [
        System.OURS,
        System.CHUNKS,
        System.OURS_MODEL,
        System.CHUNKS_MODEL,
    ]
    with pytest.raises(NoModel, match="MINGZHANG_MODEL"):
        chosen_systems([], Settings(), with_model=True)


def test_a_baseline_that_does_better_is_told(run: Run) -> None:
    ours, other = benchmark(run, run)["runs"]
    other["system"] = "chunks"
    assert losses([ours, other]) == []
    other["summary"]["all"]["right"] = {"hits": 3, "cases": 3, "rate": 1.0, "interval": [0.44, 1.0]}
    other["summary"]["all"]["confidently_wrong"] = {"hits": 0, "cases": 3, "rate": 0.0, "interval": [0.0, 0.56]}
    other["latency_ms"]["p50"] = ours["latency_ms"]["p50"] / 2
    told = losses([ours, other])
    assert [line.split(":")[0] for line in told] == ["all, right", "all, conf. wrong", "median latency"]
    assert told[0].endswith("ours 66.7% (2/3), chunks 100.0% (3/3), may be chance")


def test_runs_over_other_questions_are_not_compared(run: Run, suite: Path, sample_library: Path) -> None:
    before = benchmark(run)
    assert len(pairs(before, before)) == 1
    suite.write_text(json.dumps(RIGHT, ensure_ascii=False), "utf-8")
    with pytest.raises(NotComparable, match="differ in suite"):
        pairs(before, benchmark(run_suite(suite, sample_library, Settings())))


def test_runs_of_other_systems_are_not_compared(run: Run) -> None:
    other = benchmark(run)
    other["runs"][0]["system"] = "chunks"
    with pytest.raises(NotComparable, match="no system in common"):
        pairs(benchmark(run), other)


@pytest.mark.parametrize("text", ["no json", "[]", "{}", '{"suite": "a", "runs": []}'])
def test_what_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(NotComparable):
        read_benchmark(path)


def test_a_comparison_says_what_changed(run: Run) -> None:
    before, after = benchmark(run), benchmark(run)
    first, second, third = before["runs"][0]["outcomes"]
    first["score"]["right"], first["answer"]["figures"] = False, []
    second["answer"]["figures"] = []
    before["runs"][0]["signature"]["program"] = "old"
    text = comparison_text(before, after)
    assert "ours: before 1 right, now 2 of 3" in text
    assert "program: old → " in text
    assert "now right: right\n    right: answered, consistent, no figure → answered, consistent, 4.00 万元" in text
    assert "now wrong: –" in text
    assert "as right or wrong as before: wrong" in text
    assert third["id"] not in text


def test_command_line(suite: Path, sample_library: Path, tmp_path: Path) -> None:
    code, output = invoke("run", suite, "--library", sample_library, "--json")
    assert code == 0
    earlier = json.loads(output)
    assert [(run["system"], len(run["outcomes"])) for run in earlier["runs"]] == [("ours", 3)]
    earlier["runs"][0]["outcomes"][0]["score"]["right"] = False
    (tmp_path / "run.json").write_text(json.dumps(earlier), "utf-8")
    code, output = invoke("run", suite, "--library", sample_library, "--compare", tmp_path / "run.json", "--failures")
    assert code == 0
    assert "before 1 right, now 2 of 3" in output
    assert "wrong [lookup] 改革协调局2021年公务接待费是多少？" in output
    code, output = invoke("compare", tmp_path / "run.json", tmp_path / "run.json")
    assert (code, "equal signatures" in output) == (0, True)


@pytest.mark.parametrize("missing", ["suite", "library"])
def test_what_is_missing_is_said(missing: str, suite: Path, sample_library: Path, tmp_path: Path) -> None:
    given = {"suite": suite, "library": sample_library} | {missing: tmp_path / "missing"}
    code, output = invoke("run", given["suite"], "--library", given["library"])
    assert code == 1
    assert "missing" in output
