"""The commands. Each is a few lines over `rag`; docs/contract.md says what they take and give.

Exit codes: 0 done, 1 nothing was done or some input was rejected, 2 wrong usage. With --json, stdout holds JSON alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rag import Library, Settings
    from rag.ingest import IngestReport

app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="Ask Chinese government budget disclosures in plain words; get numbers that you can cite.",
)

LibraryOption = Annotated[
    Path | None, typer.Option("--library", help="The library's folder; else $MINGZHANG_LIBRARY, else ./library.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON and nothing else to stdout.")]
DocumentArgument = Annotated[str, typer.Argument(help="A file name, or the beginning of a document's id.")]


def main() -> None:
    """What `mingzhang` and `python app.py` run; without a command they serve."""
    arguments = sys.argv[1:]
    if not arguments or (arguments[0].startswith("-") and arguments[0] != "--help"):
        arguments = ["serve", *arguments]
    app(arguments)


@app.command()
def serve(
    library: LibraryOption = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 7860,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="For everybody: nothing can be added, removed or changed.")
    ] = False,
    password_file: Annotated[
        Path | None, typer.Option("--password-file", help="Its first line is the password; else $MINGZHANG_PASSWORD.")
    ] = None,
) -> None:
    """Open the chat (the default command)."""
    from ui import access, screen

    with _sentences(False, access.ScreenError):
        screen.serve(_folder(library), host=host, port=port, read_only=read_only, password_file=password_file)


@app.command()
def mcp(
    port: Annotated[
        int | None, typer.Option(help="Listen on this port of this machine; else standard input and output.")
    ] = None,
    library: LibraryOption = None,
) -> None:
    """Offer the library as tools to language models (Model Context Protocol)."""
    from rag import answer, mcp_server, open_model
    from rag.service import Service

    with _sentences(), _open(library, read_only=True) as opened:
        model = open_model(_settings())
        service = Service(opened, lambda question, turns: answer(question, opened, turns=turns, model=model))
        mcp_server.serve(service, port)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders to search for them.")],
    library: LibraryOption = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Files read at once; else one for each processor.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Load disclosures (.pdf .txt .md .html .docx .xlsx); safe to repeat, to interrupt and to run twice at once."""
    from extractors.isolation import WorkerError

    with _sentences(as_json, WorkerError), _open(library, create=True) as opened:
        report = _ingest(opened, paths, jobs)
    if as_json:
        _print_json(report.to_json())
    else:
        _print_report(report)
    raise typer.Exit(0 if report.files and all(file.is_stored for file in report.files) else 1)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="In Chinese or English.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help='JSON lines: {"id", "question"} or {"id", "turns"}.')
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Also write the figures as a table; ends in .csv or .xlsx.")
    ] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer one question, or with --file one after another (always as JSON lines)."""
    if (question is None) == (file is None):
        raise typer.BadParameter("give either a QUESTION or --file")
    if file is not None and out is not None:
        raise typer.BadParameter("--out goes with one QUESTION, not with --file")
    with _sentences(as_json), _open(library) as opened:
        if file is not None:
            complete = _answer_file(file, opened)
            raise typer.Exit(0 if complete else 1)
        _answer_one(str(question), opened, out, as_json=as_json)


@app.command()
def documents(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List what is loaded, with what is missing in it."""
    from rag.listing import document_json, reading_line

    with _sentences(as_json), _open(library) as opened:
        loaded = [document_json(document) for document in opened.documents()]
        notices = opened.notices()
    if as_json:
        _print_json({"documents": loaded, "notices": notices})
        return
    for document in loaded:
        missing = f", missing: {'、'.join(document['tables_missing'])}" if document["tables_missing"] else ""
        typer.echo(
            f"{document['agency']} {document['year'] or '????'} {document['phase']} ({document['level']}) — "
            f"{document['document']} [{document['document_id'][:12]}]\n    {document['pages']} pages, "
            f"{document['tables']} tables{missing}, {document['facts']} facts, {document['unread']} unread, "
            f"{document['quality']}"
        )
        if line := reading_line(document["reading"]):
            typer.echo(f"    {line}")
    typer.echo("\n".join([f"{len(loaded)} documents.", *notices]))


@app.command()
def tables(
    document: DocumentArgument,
    page: Annotated[int | None, typer.Option(min=1, help="Only what stands on this page of the file.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the tables of a document, cell by cell."""
    from rag.listing import table_json

    with _sentences(as_json), _open(library) as opened:
        stored = opened.document(document)
        found = [
            table_json(table, page) for table in opened.extraction_tables(stored.id) if page in (None, *table.pages)
        ]
    if as_json:
        _print_json({"document": stored.file_name, "document_id": stored.id, "tables": found})
        return
    for table in found:
        typer.echo(f"\n{table['number'] or ''} {table['title']} · {table['unit'] or '?'} · p. {table['pages']}")
        for cell in table["cells"]:
            typer.echo(f"  p.{cell['page']} r{cell['row']} c{cell['column']}  {' '.join(cell['text'].split())}")


@app.command()
def audit(
    documents: Annotated[list[str] | None, typer.Argument(help="File names or ids; without any, all.")] = None,
    report: Annotated[Path | None, typer.Option(help="Also write a report; ends in .html or .xlsx.")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say what does not add up, and what was checked."""
    from rag.audit import audit as run
    from rag.audit_listing import audit_text
    from rag.audit_report import write_report

    with _sentences(as_json), _open(library) as opened:
        audited = run(opened, documents or ())
        if report is not None:
            write_report(audited, opened, report)
    if as_json:
        _print_json(audited.to_json())
    else:
        typer.echo(audit_text(audited))


@app.command()
def export(
    path: Annotated[Path, typer.Argument(help="A file that ends in .csv, .xlsx, .parquet, .jsonl or .zip.")],
    library: LibraryOption = None,
) -> None:
    """Write all facts as one table, a row each; with .zip the whole library as a data package."""
    from rag.package import export as write

    with _sentences(), _open(library) as opened:
        count = write(opened, path)
    typer.echo(f"{count} facts written to {path}.", err=True)


@app.command()
def remove(document: DocumentArgument, library: LibraryOption = None) -> None:
    """Take a document out of the library, with everything that was read from it."""
    with _sentences(), _open(library) as opened:
        removed = opened.remove(document)
    typer.echo(f"{removed.file_name} ({removed.agency}) was removed.", err=True)


@app.command()
def verify(
    library: LibraryOption = None,
    repair: Annotated[bool, typer.Option("--repair", help="Heal what can be healed.")] = False,
) -> None:
    """Look for damage and leftovers; with --repair, clear them away and rebuild what is derived."""
    with _sentences(), _open(library) as opened:
        found = opened.verify(repair=repair)
    for problem in found.problems:
        typer.echo(problem)
    for step in found.repaired:
        typer.echo(f"Repaired: {step}")
    if not found.problems:
        typer.echo("The library is whole.")
    raise typer.Exit(1 if found.remaining else 0)


def _settings() -> Settings:
    from rag import Settings, SettingsError

    try:
        return Settings.from_environment()
    except SettingsError as error:
        raise typer.BadParameter(str(error)) from error


def _folder(library: Path | None) -> Path:
    settings = _settings()
    return library or settings.library


def _open(library: Path | None, *, create: bool = False, read_only: bool = False) -> Library:
    from rag import Library

    return Library.open(_folder(library), create=create, read_only=read_only, embedding=_settings().embedding)


def _ingest(library: Library, paths: list[Path], jobs: int | None) -> IngestReport:
    if not sys.stderr.isatty():
        return library.ingest(paths, jobs=jobs)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.fields[pages]} pages"), console=Console(stderr=True)) as bar:
        task = bar.add_task("Reading", pages=0, total=None)
        return library.ingest(
            paths,
            jobs=jobs,
            progress=lambda step: bar.update(task, completed=step.files_done, total=step.files, pages=step.pages),
        )


def _print_report(report: IngestReport) -> None:
    for file in report.files:
        about = f"{file.agency} {file.year or '????'} {file.phase}, {file.pages} pages, {file.facts} facts"
        typer.echo(f"{file.status:10} {file.file}{f' — {about}' if file.document_id else ''}")
        if file.reason:
            typer.echo(f"{'':10} {file.reason}")
    stored = sum(file.is_stored for file in report.files)
    typer.echo(f"{stored} of {len(report.files)} files are in the library.", err=True)


def _answer_one(question: str, library: Library, out: Path | None, *, as_json: bool) -> None:
    from rag import answer, answer_table, open_model

    answered = answer(question, library, model=open_model(_settings()))
    if out is not None:
        rows = answer_table.write(answered, out)
        typer.echo(f"{rows} rows written to {out}.", err=True)
    if as_json:
        _print_json(answered.to_json())
        return
    typer.echo(answered.text)
    for citation in answered.citations:
        place = " · ".join(part for part in (citation.table, citation.row, citation.column) if part)
        typer.echo(f"[{citation.n}] {citation.document} p. {citation.page} {place or citation.quote}")


def _answer_file(file: Path, library: Library) -> bool:
    """One line of JSON for each line of the file, in order; False when a line could not be understood."""
    from rag import answer, open_model

    model = open_model(_settings())
    complete = True
    for number, line in enumerate(_lines(file), start=1):
        try:
            identifier, turns = _asked(line)
        except (ValueError, KeyError, TypeError) as error:
            complete = False
            typer.echo(f"{file}, line {number}: no question in it ({error}).", err=True)
            _print_json({"id": None, "error": f"line {number} holds no question"}, indent=None)
            continue
        *earlier, last = turns
        _print_json(answer(last, library, turns=earlier, model=model).to_json() | {"id": identifier}, indent=None)
    return complete


def _lines(file: Path) -> list[str]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{file} cannot be read as text: {error}") from error
    return [line for line in text.splitlines() if line.strip()]


def _asked(line: str) -> tuple[Any, list[str]]:
    """A line's id, and its turns, of which there is at least one."""
    asked = json.loads(line)
    turns = asked["turns"] if "turns" in asked else [asked["question"]]
    if not (isinstance(turns, list) and turns and all(isinstance(turn, str) for turn in turns)):
        raise ValueError("turns must be a list of texts")
    return asked.get("id"), turns


@contextmanager
def _sentences(as_json: bool = False, *others: type[Exception]) -> Iterator[None]:
    """What a library cannot do, and the `others`, as a sentence and exit code 1."""
    from rag.errors import LibraryError

    try:
        yield
    except (LibraryError, *others) as error:
        typer.echo(str(error), err=True)
        if as_json:
            _print_json({"error": str(error)})
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        typer.echo("Interrupted; every document is in the library whole or not at all.", err=True)
        raise typer.Exit(1) from None


def _print_json(value: object, indent: int | None = 2) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=indent))


if __name__ == "__main__":
    main()
