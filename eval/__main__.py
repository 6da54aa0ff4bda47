"""The benchmark: python -m eval run SUITE --library DIR

Exit codes: 0 done, 1 the suite, the library or the earlier run cannot be used, 2 wrong usage.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from eval.questions import SuiteError
from eval.report import comparison_text, failures_text, run_text
from eval.run import NotComparable, check_comparable, read_run, run_suite
from rag import Settings
from rag.errors import LibraryError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help="Measure how right the answers are.")


@app.callback()
def main() -> None:
    """Measure how right the answers are."""


@app.command()
def run(
    suite: Annotated[Path, typer.Argument(help="Questions as JSON lines; eval/suites has two files of them.")],
    library: Annotated[
        Path | None, typer.Option("--library", help="The library's folder; else $MINGZHANG_LIBRARY, else ./library.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the whole run as JSON.")] = False,
    compare: Annotated[Path | None, typer.Option("--compare", help="An earlier run, written with --json.")] = None,
    failures: Annotated[
        bool, typer.Option("--failures", help="List the questions that were not answered right.")
    ] = False,
) -> None:
    """Ask every question of a suite; print the scores by kind with their signature."""
    settings = Settings.from_environment()
    try:
        before = read_run(compare) if compare else None
        done = run_suite(suite, library or settings.library, settings)
        if before:
            check_comparable(before, done)
    except (SuiteError, NotComparable, LibraryError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(json.dumps(done.to_json(), ensure_ascii=False, indent=1))
        return
    typer.echo(run_text(done))
    if failures:
        typer.echo(f"\n{failures_text(done)}")
    if before:
        typer.echo(f"\n{comparison_text(before, done)}")


if __name__ == "__main__":
    app(prog_name="python -m eval")
