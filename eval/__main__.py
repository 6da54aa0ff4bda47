"""The benchmark: python -m eval make | draw | run | report | compare

Exit codes: 0 done, 1 the suite, the library or an earlier run cannot be used, 2 wrong usage.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from eval.audit_score import score_audit
from eval.benchmark import NotComparable, read_benchmark, run_all
from eval.draw import draw as draw_questions
from eval.html_report import to_html
from eval.questions import SuiteError, read_suite
from eval.report import benchmark_text, comparison_text, failures_text
from eval.systems import NoModel, System, chosen_systems
from rag import Settings, SettingsError
from rag.errors import LibraryError

SCRIPTS = (
    "Besides, each with its own --help: python -m eval.cells (facts against the truth of made documents), "
    "eval.planted (findings against planted errors), eval.audit_mutation (errors planted in your documents), "
    "eval.audit_speed, eval.ingest_speed, eval.latency, eval.reading, eval.retrieval."
)

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.callback(epilog=SCRIPTS)
def main() -> None:
    """Measure how right answers are: make documents or take your own, run questions, read the report."""


@app.command()
def make(
    folder: Annotated[Path, typer.Argument(help="Where documents/, suite.jsonl, truth.csv and errors.jsonl go.")],
    documents: Annotated[int, typer.Option("--documents", min=1, help="How many disclosures to make.")] = 100,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same disclosures.")] = 1,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes that make them.")] = os.cpu_count() or 1,
    pictures: Annotated[
        float, typer.Option("--pictures", min=0, max=1, help="Share of PDFs whose tables are pictures; slow to read.")
    ] = 0.0,
) -> None:
    """Make invented disclosures in many layouts, with questions and their answers."""
    if find_spec("reportlab") is None:
        typer.echo("Making disclosures needs reportlab: run 'python -m pip install reportlab'.", err=True)
        raise typer.Exit(1)
    from eval.maker.make import Order
    from eval.maker.make import make as make_documents

    made = make_documents(folder, Order(documents, seed, jobs, pictures))
    typer.echo(
        f"{made.documents} documents, {made.pages} pages, {made.figures} figures, {made.questions} questions, "
        f"{made.errors} planted errors in {folder}"
    )


@app.command()
def draw(
    suite: Annotated[Path, typer.Argument(help="A long suite, as that of made documents.")],
    questions: Annotated[int, typer.Option("--questions", min=1, help="How many to draw.")],
    out: Annotated[Path, typer.Option("--out", help="The suite to write.")],
    seed: Annotated[int, typer.Option("--seed", help="The same seed draws the same questions.")] = 1,
) -> None:
    """Draw a shorter suite from a long one."""
    with _told():
        lines = draw_questions(suite, questions, seed)
        out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    typer.echo(f"{len(lines)} questions in {out}")


@app.command()
def run(
    suite: Annotated[Path, typer.Argument(help="Questions as JSON lines; eval/suites has two files of them.")],
    library: Annotated[
        Path | None, typer.Option("--library", help="The library's folder; else $MINGZHANG_LIBRARY, else ./library.")
    ] = None,
    baseline: Annotated[
        list[System] | None, typer.Option("--baseline", help="Another way to answer, asked the same; repeat for more.")
    ] = None,
    model: Annotated[
        bool, typer.Option("--model", help="Also with the language model that MINGZHANG_MODEL names.")
    ] = False,
    cache: Annotated[
        Path, typer.Option("--cache", help="Where baselines keep what they make of the documents.")
    ] = Path(".cache/eval"),
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes that read documents.")] = os.cpu_count() or 1,
    errors: Annotated[
        Path | None, typer.Option("--errors", help="The errors.jsonl of made documents: scores the audit as well.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the whole run as JSON.")] = False,
    compare: Annotated[Path | None, typer.Option("--compare", help="An earlier run, written with --json.")] = None,
    failures: Annotated[
        bool, typer.Option("--failures", help="List the questions that were not answered right.")
    ] = False,
) -> None:
    """Ask the questions of a suite; print scores with their signature."""
    with _told():
        settings = Settings.from_environment()
        before = read_benchmark(compare) if compare else None
        read_suite(suite)
        systems = chosen_systems(baseline or [], settings, with_model=model)
        folder = library or settings.library
        done = run_all(systems, suite, folder, settings, cache=cache, jobs=jobs)
        if errors:
            done["audit"] = score_audit(folder, errors)
        changes = comparison_text(before, done) if before else ""
    if as_json:
        typer.echo(json.dumps(done, ensure_ascii=False, indent=1))
        return
    parts = [benchmark_text(done), failures_text(done["runs"][0]) if failures else "", changes]
    typer.echo("\n\n".join(filter(None, parts)))


@app.command()
def report(
    runs: Annotated[list[Path], typer.Argument(help="Runs, written with run --json.")],
    out: Annotated[Path, typer.Option("--out", help="The HTML file to write.")],
) -> None:
    """Write scores, plots and wrong answers of runs as one HTML page."""
    with _told():
        out.write_text(to_html([read_benchmark(path) for path in runs]), encoding="utf-8")
    typer.echo(f"{out} written, {out.stat().st_size // 1024} KiB")


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="A run, written with run --json.")],
    after: Annotated[Path, typer.Argument(help="A later one over the same questions and documents.")],
) -> None:
    """Tell which answers changed between two runs."""
    with _told():
        typer.echo(comparison_text(read_benchmark(before), read_benchmark(after)))


@contextmanager
def _told() -> Iterator[None]:
    """What a person can cause is told in a sentence."""
    try:
        yield
    except (SuiteError, NotComparable, NoModel, LibraryError, SettingsError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


if __name__ == "__main__":
    app(prog_name="python -m eval")
