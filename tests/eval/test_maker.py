"""Made disclosures: the same seed makes the same, the figures add up, and the truth is where it says it is."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from typer.testing import CliRunner

from eval.__main__ import app
from eval.maker.ledger import FUND, GENERAL, OTHER
from eval.maker.make import Order, make
from eval.maker.publishers import BUDGET, FINAL_ACCOUNTS, editions
from eval.maker.series import Series
from eval.questions import read_suite

DOCUMENTS = 8
SEED = 5


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make(folder, Order(DOCUMENTS, SEED))
    return folder


def truth_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_makes_the_same_and_more_begin_alike(made: Path, tmp_path: Path) -> None:
    make(tmp_path, Order(DOCUMENTS + 3, SEED, jobs=2))
    for name in ("truth.csv", "errors.jsonl", "layouts.jsonl"):
        first = (made / name).read_text(encoding="utf-8")
        whole = (tmp_path / name).read_text(encoding="utf-8")
        assert whole.startswith(first)
    for file in (made / "documents").iterdir():
        assert (tmp_path / "documents" / file.name).read_bytes() == file.read_bytes()


def test_the_same_order_asks_the_same_questions(made: Path, tmp_path: Path) -> None:
    """Of more documents it may ask otherwise: a name that two agencies have is asked back for."""
    make(tmp_path, Order(DOCUMENTS, SEED, jobs=2))
    assert (tmp_path / "suite.jsonl").read_text(encoding="utf-8") == (made / "suite.jsonl").read_text(encoding="utf-8")


def test_another_seed_makes_others(made: Path, tmp_path: Path) -> None:
    make(tmp_path, Order(2, SEED + 1))
    assert {file.name for file in tmp_path.rglob("*.pdf")}.isdisjoint(file.name for file in made.rglob("*.pdf"))


def test_every_figure_is_printed_on_its_page(made: Path) -> None:
    wanted: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in truth_of(made):
        if row["kind"] != "blank" and row["document"].endswith(".pdf"):
            wanted[row["document"], int(row["page"])].append(row["value"])
    for (name, page), values in wanted.items():
        pdf = pypdfium2.PdfDocument(made / "documents" / name)
        text = pdf[page - 1].get_textpage().get_text_bounded().replace(",", "").replace("\r", "").replace("\n", "")
        assert [value for value in values if value not in text.replace(" ", "")] == []


def test_suite_is_one_that_the_benchmark_reads(made: Path) -> None:
    files = {file.name for file in (made / "documents").iterdir()}
    questions = read_suite(made / "suite.jsonl")
    assert {"lookup", "unit", "unanswerable"} <= {question.kind for question in questions}
    assert {place.file for question in questions for place in question.expected.places} <= files
    cells = {(row["document"], row["table"], row["column"]) for row in truth_of(made) if row["kind"] == "cell"}
    asked = [(q.expected.places[0].file, q.expected.cell) for q in questions if q.expected.cell]
    assert asked and {(file, cell.table, cell.column) for file, cell in asked} <= cells


def test_a_name_without_its_city_is_used_only_where_it_means_one_agency(tmp_path: Path) -> None:
    make(tmp_path, Order(30, 7))
    plans = list(editions(7, 30))
    names = {agency.number: {agency.name(year) for year in agency.years} for agency, _ in plans}
    own = {edition.number: agency.number for agency, planned in plans for edition in planned}
    asked_back = 0
    for question in read_suite(tmp_path / "suite.jsonl"):
        agency = own[int(question.id[:5])]
        stems = {name.partition("市")[2] for name in names[agency]} - {""}
        others = {name for number, many in names.items() if number != agency for name in many}
        shared = [stem for stem in stems if any(name.endswith(stem) for name in others)]
        text = "".join(question.turns)
        is_short = any(stem in text for stem in shared) and not any(name in text for name in names[agency])
        asked_back += is_short
        assert is_short == (question.expected.statuses == ("ambiguous",)), question
    assert asked_back


def test_planted_errors_name_their_place(tmp_path: Path) -> None:
    report = make(tmp_path, Order(30, SEED))
    errors = [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    assert report.errors == len(errors) > 4
    assert len(Counter(error["kind"] for error in errors)) > 3
    values = {(row["document"], row["value"]) for row in truth_of(tmp_path)}
    for error in errors:
        assert error["stated"] != error["right"] or error["kind"] == "missing_table"
        if error["kind"] in ("prose_amount", "table_cell", "table_total", "rate", "share"):
            stated = error["stated"].rstrip("万元%")
            assert error["pages"] and (error["document"], stated) in values


def test_what_must_add_up_does() -> None:
    for agency, planned in editions(SEED, 40):
        series = Series(agency, SEED)
        for edition in planned:
            now = series.books(edition).now
            assert now.year_revenue + now.carried_in == now.expenditure() + now.carried_out == now.grand_total
            assert sum(now.expenditure(source) for source in (GENERAL, FUND, OTHER)) == now.expenditure()
            assert now.basic_total + now.project_total == now.expenditure()
            assert sum(now.economic().values()) == now.expenditure()
            assert now.revenue(GENERAL) > 0
            parts = ("abroad", "purchase", "running", "reception")
            assert sum(now.three_public(part) for part in parts) == now.three_public("total")


def test_a_year_goes_on_where_the_last_one_ended() -> None:
    for agency, planned in editions(SEED, 40):
        series = Series(agency, SEED)
        books = {(edition.year, edition.phase, edition.level): series.books(edition) for edition in planned}
        for (year, phase, level), book in books.items():
            if phase == BUDGET and (year - 1, BUDGET, level) in books:
                assert book.before == books[year - 1, BUDGET, level].now
            if phase == FINAL_ACCOUNTS and (year + 1, BUDGET, level) in books:
                assert book.now.carried_out == books[year + 1, BUDGET, level].now.carried_in
            assert all(amount % book.step == Decimal(0) for amount in book.now.basic.values())


def test_pages_of_tables_may_be_pictures(tmp_path: Path) -> None:
    make(tmp_path, Order(1, SEED, pictures=1.0))
    pages = {int(row["page"]) for row in truth_of(tmp_path) if row["kind"] == "cell"}
    (file,) = (tmp_path / "documents").iterdir()
    pdf = pypdfium2.PdfDocument(file)
    without_text = {n for n, page in enumerate(pdf, start=1) if not page.get_textpage().get_text_bounded()}
    assert pages and pages <= without_text
    assert len(pdf) > len(without_text)


def test_without_reportlab_a_sentence_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "reportlab", None)
    result = CliRunner().invoke(app, ["make", str(tmp_path / "made")])
    assert result.exit_code == 1
    assert "pip install reportlab" in result.output
    assert not (tmp_path / "made").exists()
