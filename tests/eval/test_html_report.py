from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from eval.__main__ import app
from eval.charts import SHAPES, Dot, Row, dot_chart
from eval.html_report import to_html
from eval.run import run_suite
from rag import Settings

LINE = {"kind": "lookup", "difficulty": "easy", "expected": {"status": "answered", "phrases": ["<script>"]}}


@pytest.fixture(scope="module")
def benchmark(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Ours, and a baseline that is right where ours is wrong."""
    suite = tmp_path_factory.mktemp("report") / "suite.jsonl"
    lines = [LINE | {"id": "a", "question": "政务服务局2021年公务接待费<b>？"}]
    suite.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    ours, other = (run_suite(suite, sample_library, Settings()).to_json() for _ in range(2))
    other["system"] = "chunks"
    other["outcomes"][0]["score"]["right"] = True
    right = {"hits": 1, "cases": 1, "rate": 1.0, "interval": [0.2, 1.0]}
    for counts in other["summary"].values():
        counts["right"] = right
    audit = {"recall": right, "precision": right, "by_kind": {"share": right}, "documents": 1}
    return json.loads(json.dumps({"suite": "suite.jsonl", "runs": [ours, other], "audit": audit}))


def test_the_page_holds_scores_losses_wrong_answers_and_signatures(benchmark: dict[str, Any]) -> None:
    page = to_html([benchmark])
    assert "Right: ours 0.0% (0/1); chunks 100.0% (1/1)." in page
    assert "all, right: ours 0.0% (0/1), chunks 100.0% (1/1)" in page
    assert "Where ours is wrong in any part: 1" in page
    assert "Wrong in ours, right in another: 1" in page
    assert f"scorer:{benchmark['runs'][0]['signature']['scorer']}" in page
    assert "<td>suite.jsonl, 1</td><td>4</td><td>chunks</td><td>100.0% (1/1)</td>" in page
    assert "100.0% (1/1) 20.0%–100.0% of the planted errors found" in page


def test_nothing_of_a_question_is_live(benchmark: dict[str, Any]) -> None:
    page = to_html([benchmark])
    assert "<b>？" not in page
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page


def test_a_run_that_lacks_a_newer_part_is_shown(benchmark: dict[str, Any]) -> None:
    older = json.loads(json.dumps(benchmark))
    for counts in older["runs"][0]["summary"].values():
        counts.pop("cell")
    for outcome in older["runs"][0]["outcomes"]:
        outcome["score"].pop("cell")
    assert "suite.jsonl" in to_html([older])


def test_a_chart_places_a_dot_at_its_share() -> None:
    rows = [Row("<右>", [Dot(0.5, 0.25, 0.75, "half"), None]), Row("b", [None, Dot(0.0, 0.0, 0.1, "none")])]
    chart = ElementTree.fromstring(dot_chart(["ours", "other"], rows))
    dots = {g.findtext("title"): g for g in chart.iter("g") if g.find("title") is not None}
    assert list(dots) == ["half", "none"]
    circle, line = dots["half"].find("circle"), dots["half"].find("line")
    assert circle is not None and line is not None
    low, high = float(line.get("x1", 0)), float(line.get("x2", 0))
    middle = float(circle.get("transform", "").removeprefix("translate(").split()[0])
    assert middle - low == high - middle > 0


def test_series_differ_in_shape_for_print_in_grey() -> None:
    names = [f"system {number}" for number in range(len(SHAPES))]
    chart = dot_chart(names, [Row("right", [Dot(0.5, 0.4, 0.6, name) for name in names])])
    marks = [re.sub(r' transform="[^"]*"', "", mark) for mark in re.findall(r"</title><line [^>]*>(<[^>]*>)", chart)]
    assert len(set(marks)) == len(names)
    ElementTree.fromstring(chart)


def test_a_label_stands_beside_its_row() -> None:
    rows = [Row("<右>", [Dot(0.5, 0.25, 0.75, "half")])]
    chart = ElementTree.fromstring(dot_chart(["ours"], rows))
    assert "<右>" in [text.text for text in chart.iter("text")]


def test_command_line(benchmark: dict[str, Any], tmp_path: Path) -> None:
    run, page = tmp_path / "run.json", tmp_path / "report.html"
    run.write_text(json.dumps(benchmark), "utf-8")
    result = CliRunner().invoke(app, ["report", str(run), "--out", str(page)])
    assert (result.exit_code, page.read_text("utf-8").startswith("<!doctype html>")) == (0, True)
    result = CliRunner().invoke(app, ["report", str(tmp_path / "none.json"), "--out", str(page)])
    assert result.exit_code == 1
