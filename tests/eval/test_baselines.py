"""The baselines are the usual way made well: they find what can be found that way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from eval.baselines.chunks import Chunk, cut
from eval.baselines.nearest_number import find_number, in_unit, item_words
from eval.baselines.page_texts import read_library, seconds_saved
from eval.baselines.plain_text import read_pages
from eval.baselines.prepared import Prepared, prepared
from eval.baselines.reading_model import read
from eval.baselines.retrieving import answer_from_chunks, asked_years, of_documents, of_years
from eval.baselines.unchecked import answer_unchecked
from eval.baselines.words import asked_unit, wants_number
from eval.run import run_suite
from eval.systems import System
from rag import Library, Settings, answer
from rag.language_model import ModelFailure, Prompt, Reason
from samples import DOCUMENTS

TITLE = "甲市档案馆2021年部门预算"


def chunk(text: str, *, unit: str = "", title: str = TITLE, page: int = 3) -> Chunk:
    return Chunk("a.pdf", "0" * 64, page, title, unit, text)


@dataclass
class Scripted:
    """A language model that says what it is told to, and remembers what it was asked."""

    form: dict[str, Any] | ModelFailure
    name: str = "scripted"
    seconds: float = 1.0
    asked: list[Prompt] = field(default_factory=list)

    def write(self, prompt: Prompt, seconds: float) -> str:
        raise AssertionError("it is asked for a form")

    def fill(self, prompt: Prompt, form: Any, seconds: float) -> Any:
        self.asked.append(prompt)
        if isinstance(self.form, ModelFailure):
            raise self.form
        return self.form


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def samples(sample_library: Path, cache: Path) -> Iterator[Prepared]:
    with Library.open(sample_library) as library, prepared(library, cache) as made:
        yield made


def test_chunks_know_page_title_and_the_unit_before_them() -> None:
    chunks = [*cut("a.pdf", "0" * 64, ["甲市档案馆\n2021年部门预算", "单位：万元\n培训费 3.00", "公务接待费 4.00"])]
    assert [(c.page, c.unit, c.text) for c in chunks] == [
        (1, "", "甲市档案馆\n2021年部门预算"),
        (2, "", "单位：万元\n培训费 3.00"),
        (3, "万元", "公务接待费 4.00"),
    ]
    assert {c.title for c in chunks} == {"a 甲市档案馆 2021年部门预算"}


def test_the_item_is_what_the_question_does_not_share_with_the_title() -> None:
    assert item_words("甲市档案馆2021年公务接待费是多少万元？", TITLE) == ["公务接待费"]


@pytest.mark.parametrize(
    ("question", "text", "unit", "value", "found"),
    [
        ("公务接待费是多少", "培训费 3.00 公务接待费 4.00", "万元", "4.00", "万元"),
        ("公务接待费是多少", "单位：元\n公务接待费 40,000", "万元", "40000", "元"),
        ("公务接待费是多少", "公务接待费支出4.5万元，比上年减少10%。", "元", "4.5", "万元"),
        ("公务接待费是多少", "30217 公务接待费 502 4.00", "万元", "4.00", "万元"),
        ("公务接待费是多少", "公务接待费 2021年 4.00", "万元", "4.00", "万元"),
        ("公务接待费占多少比例", "公务接待费4.00万元，占26.05%", "万元", "26.05", "%"),
        ("有车辆多少", "共有车辆 2 辆", "万元", "2", "辆"),
    ],
)
def test_the_number_nearest_to_the_word(question: str, text: str, unit: str, value: str, found: str) -> None:
    number = find_number(question, [chunk(text, unit=unit)])
    assert number
    assert (str(number.value), number.unit) == (value, found)


def test_without_the_word_there_is_no_number() -> None:
    assert find_number("公务接待费是多少", [chunk("培训费 3.00"), chunk("公务接待费见附表")]) is None


def test_the_longest_word_wins_over_the_first_chunk() -> None:
    chunks = [chunk("接待 1.00"), chunk("公务接待费 4.00"), chunk("公务接待费 5.00")]
    found = find_number("公务接待费是多少", chunks)
    assert found
    assert found.value == Decimal("4.00")


def test_the_unit_asked_for() -> None:
    found = find_number("公务接待费是多少", [chunk("公务接待费 4.00", unit="万元")])
    assert found
    assert (in_unit(found, asked_unit("是多少元")).value, asked_unit("换成元"), asked_unit("是多少")) == (
        Decimal(40000),
        "元",
        None,
    )
    assert in_unit(found, None) == found


@pytest.mark.parametrize(
    ("question", "number"),
    [("培训费是多少", True), ("2021年培训费", True), ("主要职责是什么", False), ("为什么减少了", False)],
)
def test_what_is_asked_for(question: str, number: bool) -> None:
    assert wants_number(question) is number


def test_only_documents_and_years_that_are_asked_for() -> None:
    own, other = chunk("甲", title="甲市档案馆2021年预算"), chunk("乙", title="甲市审计局2020年预算")
    turns = ["甲市档案馆2021年培训费", "那审计局2020年呢"]
    assert of_documents(turns, [own, other]) == [other]
    assert of_documents(turns[:1], [other, own]) == [own]
    assert asked_years(turns) == [2020]
    assert asked_years([*turns, "换成元"]) == [2020]
    assert of_years([2021], [own, other]) == [own]
    assert of_years([], [own, other]) == [own, other]


def test_answers_are_records_that_can_be_scored() -> None:
    chunks = [chunk("公务接待费 4.00", unit="万元")]
    record = answer_from_chunks(["甲市档案馆2021年公务接待费"], lambda question, limit: chunks)
    assert (record["status"], record["verdict"]) == ("answered", "single_source")
    figure = record["figures"][0]
    assert (figure["value"], figure["unit"], figure["year"], figure["agency"]) == ("4.00", "万元", 2021, TITLE)
    assert [(c["n"], c["document"], c["page"], c["kind"]) for c in record["citations"]] == [(1, "a.pdf", 3, "passage")]


def test_words_are_answered_with_chunks_and_nothing_with_a_refusal() -> None:
    chunks = [chunk(f"职责{n}") for n in range(5)]
    record = answer_from_chunks(["档案馆有哪些职责"], lambda question, limit: chunks)
    assert ("职责2" in record["text"], "职责3" in record["text"], len(record["citations"])) == (True, False, 5)
    assert answer_from_chunks(["档案馆有哪些职责"], lambda question, limit: [])["status"] == "not_found"
    assert answer_from_chunks(["档案馆2022年培训费"], lambda question, limit: chunks)["status"] == "not_found"


def test_a_model_reads_figures_and_the_chunks_that_they_stand_in() -> None:
    figures = [
        {"item": "公务接待费", "value": "4,000.50", "unit": "万元", "chunk": 2},
        {"item": "捏造", "value": "约5", "unit": "万元", "chunk": 1},
        {"item": "别处", "value": "6", "unit": "万元", "chunk": 9},
    ]
    model = Scripted({"found": True, "text": "4,000.50万元", "figures": figures, "chunks": [1]})
    chunks = [chunk("甲", page=1), chunk("公务接待费 4,000.50", page=2)]
    record = read(["档案馆", "接待费呢"], [2021], chunks, model)
    assert [(f["value"], f["year"], f["citations"]) for f in record["figures"]] == [("4000.50", 2021, [1])]
    assert [c["page"] for c in record["citations"]] == [2, 1]
    assert record["model"] == "scripted"
    asked = model.asked[0].data
    assert (asked["question"], asked["earlier_questions"]) == ("接待费呢", ["档案馆"])
    assert [c["text"] for c in asked["chunks"]] == ["甲", "公务接待费 4,000.50"]


@pytest.mark.parametrize(
    "form",
    [
        ModelFailure(Reason.TIMEOUT),
        {"found": False, "text": "没有", "figures": [], "chunks": [1]},
        {"found": True, "text": "有", "figures": [], "chunks": []},
        {},
    ],
    ids=["fails", "not found", "names no chunk", "empty"],
)
def test_a_model_that_finds_nothing_answers_nothing(form: dict[str, Any] | ModelFailure) -> None:
    record = read(["接待费"], [], [chunk("甲")], Scripted(form))
    assert (record["status"], record["figures"], record["citations"]) == ("not_found", [], [])


def test_both_searches_find_the_place(samples: Prepared) -> None:
    question = "普陀区财政局2024年工会经费"
    for find in (samples.nearest, samples.with_words):
        found = find(question, 30)
        assert any("工会经费" in one.text and one.document.startswith("普陀区财政局2024") for one in found)
    assert samples.with_words("？", 5) == []


def test_what_is_prepared_is_prepared_once(sample_library: Path, cache: Path, samples: Prepared) -> None:
    (kept,) = (folder for folder in cache.iterdir() if folder.name != "pages")
    written = json.loads((kept / "made.json").read_text("utf-8"))
    assert (written["pages"], len(samples.chunks) > written["pages"]) == (samples.preparation.pages, True)
    (kept / "made.json").write_text(json.dumps(written | {"seconds": 7.0}), "utf-8")
    with Library.open(sample_library) as library, prepared(library, cache) as again:
        assert again.preparation.seconds == 7.0


def test_a_reading_that_was_interrupted_goes_on(sample_library: Path, tmp_path: Path) -> None:
    with Library.open(sample_library) as library:
        first = read_library(library, tmp_path, jobs=2)
        (folder,) = tmp_path.iterdir()
        next(folder.iterdir()).unlink()
        again = read_library(library, tmp_path, jobs=2)
    assert [text.pages for text in again] == [text.pages for text in first]
    assert all(text.is_new for text in first)
    assert sum(text.is_new for text in again) == 1
    assert seconds_saved(first, jobs=2) == 0 < seconds_saved(again, jobs=2) < sum(text.seconds for text in again)


def test_unchecked_gives_the_same_figures_without_a_comparison(sample_library: Path) -> None:
    with Library.open(sample_library) as library:
        for question in ("改革协调局2021年公务接待费是多少？", "改革协调局2021年项目支出占支出总计的比例"):
            ours, unchecked = answer(question, library), answer_unchecked([question], library)
            assert [(f.value, f.unit) for f in ours.figures] == [(f.value, f.unit) for f in unchecked.figures]
            assert (unchecked.verdict.value, unchecked.checks) == ("single_source", ())
            assert ours.checks


@pytest.mark.parametrize("system", [System.CHUNKS, System.FULL_TEXT, System.UNCHECKED])
def test_every_baseline_runs_and_is_signed(system: System, sample_library: Path, cache: Path, tmp_path: Path) -> None:
    expected = {"status": "answered", "values": [{"value": "24.42", "unit": "万元"}]}
    line = {"id": "a", "kind": "lookup", "difficulty": "easy", "question": "普陀区财政局2024年工会经费决算"}
    (tmp_path / "suite.jsonl").write_text(json.dumps(line | {"expected": expected}, ensure_ascii=False), "utf-8")
    run = run_suite(tmp_path / "suite.jsonl", sample_library, Settings(), system=system, cache=cache)
    assert run.outcomes[0].score.right, run.outcomes[0].answer
    assert run.signature.system == system.value


def test_other_formats_are_read_as_text(tmp_path: Path) -> None:
    import docx
    import openpyxl

    (tmp_path / "a.txt").write_bytes("公务接待费".encode("gb18030"))
    (tmp_path / "a.html").write_text("<p>公务<b>接待费</b></p>", "utf-8")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    book = openpyxl.Workbook()
    book.worksheets[0].append(["公务接待费", 4])
    book.save(tmp_path / "a.xlsx")
    word = docx.Document()
    word.add_paragraph("公务接待费")
    word.save(str(tmp_path / "a.docx"))
    read = {path.suffix: read_pages(path) for path in tmp_path.iterdir()}
    assert read.pop(".pdf") == []
    assert {suffix: "公务" in pages[0] for suffix, pages in read.items()} == dict.fromkeys(read, True)
    assert len(read_pages(next(DOCUMENTS.glob("改革*.pdf")))) > 10
