"""The commands as a user types them: what they print, what they leave behind, and how they end."""

from __future__ import annotations

import csv
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner, Result

import app
from extractors.isolation import WorkerError
from rag.export import COLUMNS
from rag.library import Library
from samples import sample_files
from tests.rag.model_server import says, serving

ROOT = Path(__file__).parents[1]
WRONG_RATE = "2021年“三公”经费预算为14万元。比2020年预算数减少14.4万元，下降49.3%。\n"
FIGURE = "改革协调局2021年公务接待费是多少？"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app.app, [str(argument) for argument in arguments])


def parsed(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of a library with the samples; not to be changed."""
    folder = tmp_path_factory.mktemp("app") / "library"
    assert run("ingest", *sample_files(), "--library", folder).exit_code == 0
    yield folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


def test_ingest_reports_each_file(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7 cut short")
    result = run("ingest", sample_files()[0], broken, "--library", folder, "--json", "--jobs", "1")
    assert result.exit_code == 1
    good, bad = json.loads(result.stdout)["files"]
    assert (good["status"], bad["status"]) == ("added", "damaged")
    assert good["pages"] > 0 < good["facts"]
    assert bad["reason"].endswith(".")
    assert bad["document_id"] is None


def test_terminal_shows_progress_and_stdout_stays_json(folder: Path) -> None:
    terminal, theirs = pty.openpty()
    command = [sys.executable, "app.py", "ingest", str(sample_files()[0].parent), "--library", str(folder), "--json"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    with ThreadPoolExecutor() as reader:  # a terminal that nobody reads is full after some redrawing
        shown = reader.submit(_read_all, terminal)
        output, _ = process.communicate(timeout=120)
    count = len(sample_files())
    assert f"{count}/{count}" in shown.result()
    assert len(json.loads(output)["files"]) == count


def _read_all(terminal: int) -> str:
    parts = []
    with suppress(OSError):  # a terminal whose other side has closed
        while part := os.read(terminal, 65536):
            parts.append(part)
    os.close(terminal)
    return b"".join(parts).decode()


def test_reader_that_cannot_start_is_a_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise WorkerError("The reader process does not start.")

    monkeypatch.setattr("rag.library.IsolatedExtractor.extract", fail)
    result = run("ingest", sample_files()[0], "--library", folder)
    assert (result.exit_code, result.stderr) == (1, "The reader process does not start.\n")


def test_ingest_is_safe_to_repeat(loaded: Path) -> None:
    files = parsed(run("ingest", sample_files()[0].parent, "--library", loaded, "--json"))["files"]
    assert {file["status"] for file in files} == {"unchanged"}
    assert [Path(file["file"]) for file in files] == sample_files()


def test_ingest_of_nothing_is_no_success(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("ingest", tmp_path / "empty", "--library", folder, "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, {"files": []})


def test_ask_gives_the_figure_with_its_place(loaded: Path) -> None:
    answer = parsed(run("ask", FIGURE, "--library", loaded, "--json"))
    assert answer["status"] == "answered"
    assert (answer["figures"][0]["value"], answer["figures"][0]["unit"]) == ("4.00", "万元")
    assert answer["citations"][0]["document"] in [path.name for path in sample_files()]
    assert (answer["id"], answer["model"]) == (None, None)


def test_ask_prints_the_answer_and_its_sources(loaded: Path) -> None:
    result = run("ask", FIGURE, "--library", loaded)
    assert result.exit_code == 0
    assert "4.00" in result.stdout
    assert "[1] 改革协调局2021年部门预算（样例）.pdf p. " in result.stdout


def test_ask_writes_its_figures_as_a_table(loaded: Path, tmp_path: Path) -> None:
    table = tmp_path / "figures.csv"
    told = parsed(run("ask", FIGURE, "--out", table, "--library", loaded, "--json"))
    (row,) = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    assert (row["value"], row["unit"], row["quote"]) == ("4.00", "万元", told["citations"][0]["quote"])
    refused = run("ask", "今天天气怎么样", "--out", tmp_path / "none.csv", "--library", loaded)
    assert (refused.exit_code, (tmp_path / "none.csv").exists()) == (1, False)


def test_ask_file_answers_line_by_line_in_order(loaded: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"id": "a", "question": FIGURE},
        {"id": 2, "turns": [FIGURE, "那三公经费呢？"]},
        {"question": "今天天气怎么样"},
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    questions.write_text(f"\ufeff{text}\n\n", encoding="utf-8")
    result = run("ask", "--file", questions, "--library", loaded, "--json")
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 2, None]
    assert answers[0]["figures"][0]["value"] == "4.00"
    assert answers[1]["question"] == "那三公经费呢？"
    assert answers[1]["figures"][0]["item"] != answers[0]["figures"][0]["item"]
    assert answers[2]["figures"] == []


def test_ask_file_goes_on_after_a_line_without_a_question(loaded: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    broken = ['{"id": 1}', "not JSON", '{"turns": []}', "[]", '{"turns": "是多少"}', '{"question": 3}']
    questions.write_text("\n".join([*broken, json.dumps({"id": 9, "question": FIGURE})]), encoding="utf-8")
    result = run("ask", "--file", questions, "--library", loaded, "--json")
    assert result.exit_code == 1
    *errors, answer = [json.loads(line) for line in result.stdout.splitlines()]
    assert [error["error"] for error in errors] == [f"line {number} holds no question" for number in range(1, 7)]
    assert answer["id"] == 9


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "question", "--file", "questions.jsonl"],
        ["ask", "--file", "nowhere.jsonl"],
        ["ingest"],
        ["ingest", "x.pdf", "--jobs", "0"],
        ["tables", "x.pdf", "--page", "0"],
        ["export"],
        ["no-such-command"],
        ["documents", "--no-such-option"],
    ],
)
def test_wrong_usage_is_two(arguments: list[str], loaded: Path) -> None:
    options = ["--library", str(loaded)] if arguments[0] == "ask" else []
    assert run(*arguments, *options).exit_code == 2


@pytest.mark.parametrize(
    "arguments", [["ask", "多少"], ["documents"], ["tables", "x.pdf"], ["verify"], ["remove", "x.pdf"]]
)
def test_missing_library_is_a_sentence(arguments: list[str], folder: Path) -> None:
    result = run(*arguments, "--library", folder)
    assert result.exit_code == 1
    assert f"There is no library in {folder}" in result.stderr
    assert not folder.exists()


def test_error_with_json_is_json(folder: Path) -> None:
    result = run("documents", "--library", folder, "--json")
    assert result.exit_code == 1
    assert "There is no library" in json.loads(result.stdout)["error"]


def test_library_comes_from_the_environment(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_LIBRARY", str(loaded))
    assert len(parsed(run("documents", "--json"))["documents"]) == len(sample_files())


def test_documents_say_what_is_loaded_and_missing(loaded: Path) -> None:
    listed = parsed(run("documents", "--library", loaded, "--json"))
    assert listed["notices"] == []
    with Library.open(loaded) as library:
        expected = library.documents()
    for entry, document in zip(listed["documents"], expected, strict=True):
        assert (entry["document"], entry["document_id"], entry["agency"]) == (
            document.file_name,
            document.id,
            document.agency,
        )
        assert (entry["year"], entry["phase"], entry["level"]) == (document.year, document.phase, document.level)
        assert len(entry["tables_found"]) == len(document.statements_found)
        assert len(entry["tables_missing"]) == len(document.statements_missing)
        assert entry["quality"] == "complete"
    text = run("documents", "--library", loaded).stdout
    assert all(document.file_name in text for document in expected)
    assert f"{len(expected)} documents." in text


def test_tables_are_shown_cell_by_cell(loaded: Path) -> None:
    name = sample_files()[0].name
    shown = parsed(run("tables", name, "--library", loaded, "--json"))
    with Library.open(loaded) as library:
        document = library.document(name)
        tables = library.extraction_tables(document.id)
    assert shown["document_id"] == document.id
    assert [table["title"] for table in shown["tables"]] == [table.title for table in tables]
    assert [len(table["cells"]) for table in shown["tables"]] == [len(table.cells) for table in tables]
    page = tables[0].pages[0]
    on_page = parsed(run("tables", name, "--page", page, "--library", loaded, "--json"))["tables"]
    assert {cell["page"] for table in on_page for cell in table["cells"]} == {page}
    assert tables[0].title in run("tables", name, "--library", loaded).stdout


def test_audit_says_what_does_not_add_up(folder: Path, tmp_path: Path) -> None:
    text, report = tmp_path / "预算.txt", tmp_path / "报告.html"
    text.write_text("示例市档案局2021年部门预算\n" + WRONG_RATE, encoding="utf-8")
    assert run("ingest", text, "--library", folder, "--jobs", "1").exit_code == 0
    told = parsed(run("audit", "--library", folder, "--json", "--report", report))
    assert [(f["kind"], f["stated"], f["expected"]) for f in told["findings"]] == [("percent", "49.3 %", "50.7 %")]
    assert {"document", "document_id", "rule", "outcome", "count"} == told["coverage"][0].keys()
    assert "50.7 %" in report.read_text("utf-8")
    shown = run("audit", "预算.txt", "--library", folder)
    assert shown.exit_code == 0 and shown.stdout.endswith("1 documents, 1 contradictions.\n")
    assert run("audit", "没有这份", "--library", folder).exit_code == 1


def test_the_samples_add_up(loaded: Path) -> None:
    assert [f["message"] for f in parsed(run("audit", "--library", loaded, "--json"))["findings"]
            if f["status"] == "differs"] == []  # fmt: skip


def test_export_writes_the_promised_columns(loaded: Path, tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    result = run("export", path, "--library", loaded)
    assert (result.exit_code, result.stdout) == (0, "")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert tuple(rows[0]) == COLUMNS
    assert {row["document"] for row in rows} == {file.name for file in sample_files()}
    assert run("export", tmp_path / "facts.doc", "--library", loaded).exit_code == 1


def test_export_writes_the_whole_library_as_a_package(loaded: Path, tmp_path: Path) -> None:
    package = tmp_path / "library.zip"
    result = run("export", package, "--library", loaded)
    assert (result.exit_code, package.exists()) == (0, True), result.output
    with ZipFile(package) as archive:
        assert {"datapackage.json", "facts.csv", "documents.csv"} <= set(archive.namelist())


def test_remove_and_verify(folder: Path) -> None:
    run("ingest", sample_files()[0], "--library", folder)
    assert run("verify", "--library", folder).stdout == "The library is whole.\n"
    assert run("remove", sample_files()[0].name, "--library", folder).exit_code == 0
    assert parsed(run("documents", "--library", folder, "--json"))["documents"] == []
    assert run("remove", sample_files()[0].name, "--library", folder).exit_code == 1
    assert run("verify", "--library", folder).exit_code == 0


def test_verify_tells_and_repairs(folder: Path) -> None:
    run("ingest", sample_files()[0], "--library", folder)
    stray = folder / "originals" / f"{'0' * 64}.pdf"
    stray.touch()
    found = run("verify", "--library", folder)
    assert (found.exit_code, f"{stray} belongs to no document." in found.stdout) == (1, True)
    assert run("verify", "--repair", "--library", folder).exit_code == 0
    assert not stray.exists()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], ["serve"]),
        (["--port", "80"], ["serve", "--port", "80"]),
        (["--help"], ["--help"]),
        (["ask", "多少"], ["ask", "多少"]),
    ],
)
def test_serving_is_the_default(arguments: list[str], expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(sys, "argv", ["app.py", *arguments])
    monkeypatch.setattr(app, "app", called.append)
    app.main()
    assert called == [expected]


def test_asking_starts_without_what_only_the_screen_and_training_need(loaded: Path) -> None:
    program = (
        "import sys, app; sys.argv = ['app.py', 'ask', sys.argv[1], '--library', sys.argv[2]]\n"
        "try: app.main()\n"
        "except SystemExit: pass\n"
        "slow = {'torch', 'gradio', 'chromadb', 'sentence_transformers', 'pypdfium2'}\n"
        "print(*slow & set(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, FIGURE, str(loaded)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "4.00" in result.stdout
    assert result.stderr.split() == []


def test_ask_lets_the_model_of_the_environment_word_the_answer(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reply = "2021年，改革协调局安排的公务接待费预算为{F1}[1]。"
    with serving(says(reply)) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        monkeypatch.setenv("MINGZHANG_MODEL", "openai:m")
        monkeypatch.setenv("MINGZHANG_MODEL_SECONDS", "60")
        answer = parsed(run("ask", FIGURE, "--library", loaded, "--json"))
    assert answer["text"].startswith("2021年，改革协调局安排的公务接待费预算为**4.00 万元**[1]。\n\n")
    assert (answer["model"], answer["verdict"]) == ("openai:m", "consistent")


@pytest.mark.parametrize("command", [["documents"], ["ask", FIGURE], ["serve"]])
def test_a_variable_that_makes_no_sense_is_wrong_usage(
    command: list[str], loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINGZHANG_MODEL", "gpt")
    result = run(*command, "--library", loaded)
    assert result.exit_code == 2
    assert "MINGZHANG_MODEL must be provider:name" in " ".join(result.output.split())
