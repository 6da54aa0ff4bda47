from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.model import Blank, Extraction, FactKind, Level, Measure, Phase, Source, StatedChange, Unread
from extractors.quantities import PERCENT, YUAN, Amount
from rag.errors import NotALibrary, UnwritableLibrary, WrongVersion
from rag.passages import make_passages
from rag.store import Added, Store
from rag.stored_facts import FactFilter
from tests.rag.builders import amount, cell, change, make_extraction, make_table, paragraph, sentence


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "library.db", create=True)


def add(store: Store, extraction: Extraction) -> Added:
    return store.add(extraction, make_passages(extraction), suffix=".pdf").added


FULL = make_extraction(
    aliases=("档案馆", "甲市档案局"),
    facts=[
        cell(
            "公务\n接待费", "4.00", item="official_reception", code="30217", aspect="basic_expenditure", parent="total"
        ),
        cell("培训费", "1E+3", unit=YUAN, item="30216", table=2, row=1, column=("本年", "合计"), column_index=3),
        cell("会议费", "", item="30215", blank=Blank.EMPTY, year=None, source=Source.OCR),
        sentence(
            "占比43.23%。", "基本支出", "43.23", unit=PERCENT, measure=Measure.SHARE, base_year=2020, direction=-1
        ),
        cell("人数", "12", unit=None, measure=Measure.COUNT, subject="甲市档案馆下属中心"),
    ],
    changes=[
        change(
            "比上年减少0.35万元。",
            "公务接待费",
            item="official_reception",
            current="4.00",
            difference="0.35",
            direction=-1,
        ),
        change("持平。", "会议费", item=None, current=None, difference=None, percent=amount("0", PERCENT), direction=0),
    ],
    tables=[make_table("“三公”经费表", ("项目", "合计"), [("公务\n接待费", "4.00")], statement="three_public")],
    paragraphs=[paragraph("负责全市档案的收集。", "第一部分 概况", "一、主要职责")],
    unread=[Unread(2, None, "？？", "no unit")],
)


def test_what_was_read_comes_back_exactly(store: Store) -> None:
    add(store, FULL)
    document = FULL.sha256
    assert [stored.fact for stored in store.facts(FactFilter())] == list(FULL.facts)
    assert [str(stored.fact.amount.value) for stored in store.facts(FactFilter()) if stored.fact.amount] == [
        "4.00",
        "1E+3",
        "43.23",
        "12",
    ]
    assert store.changes() == [(document, stated) for stated in FULL.changes]
    assert store.tables(document) == store.tables(document, {"three_public"}) == list(FULL.tables)
    assert store.tables(document, {None}) == store.tables(document, {"revenue"}) == []
    assert store.unread(document) == list(FULL.unread)
    assert list(store.all_passages()) == make_passages(FULL)


def test_document_is_described(store: Store) -> None:
    add(store, replace(FULL, warnings=("Page 3 has no text.",)))
    (document,) = store.documents()
    assert (document.agency, document.aliases, document.year, document.phase, document.level) == (
        "甲市档案馆",
        ("档案馆", "甲市档案局"),
        2021,
        Phase.BUDGET,
        Level.UNIT,
    )
    assert (document.pages, document.tables, document.facts, document.unread) == (4, 1, 5, 1)
    assert (document.status, document.warnings) == ("partial", ("Page 3 has no text.",))


@pytest.mark.parametrize(
    ("wanted", "labels"),
    [
        (FactFilter(items={"official_reception"}), ["公务\n接待费"]),
        (FactFilter(items={"30216", None}), ["培训费", "基本支出", "人数"]),
        (FactFilter(items=()), []),
        (FactFilter(years={None}), ["会议费"]),
        (FactFilter(measures={Measure.SHARE, Measure.COUNT}), ["基本支出", "人数"]),
        (FactFilter(kinds={FactKind.SENTENCE}), ["基本支出"]),
        (FactFilter(statements={"three_public"}, table=1), ["公务\n接待费", "会议费", "人数"]),
        (FactFilter(table=2, row=1), ["培训费"]),
        (FactFilter(label_contains="接 待"), ["公务\n接待费"]),
        (FactFilter(label_contains="%"), []),
        (FactFilter(document_ids={"0" * 64}), []),
        (FactFilter(document_ids={FULL.sha256}, years={2021}, items={"30216"}), ["培训费"]),
    ],
)
def test_filters(store: Store, wanted: FactFilter, labels: list[str]) -> None:
    add(store, FULL)
    assert [stored.fact.label for stored in store.facts(wanted)] == labels


def test_facts_name_their_table(store: Store) -> None:
    add(store, FULL)
    titles = [stored.table_title for stored in store.facts(FactFilter(kinds={FactKind.CELL}))]
    assert titles == ["“三公”经费表", "", "“三公”经费表", "“三公”经费表"]


def test_same_content_is_one_document(store: Store) -> None:
    renamed = replace(FULL, file_name="another name.pdf")
    assert (add(store, FULL), add(store, FULL), add(store, renamed)) == (Added.NEW, Added.KNOWN, Added.KNOWN)
    assert [document.file_name for document in store.documents()] == [FULL.file_name]


def test_new_edition_takes_the_place_of_the_old(store: Store) -> None:
    add(store, make_extraction(edition="1", facts=[cell("培训费", "1.00")], paragraphs=[paragraph("旧的说明")]))
    newer = make_extraction(edition="2", facts=[cell("培训费", "2.00")], paragraphs=[paragraph("新的说明")])
    assert add(store, newer) is Added.REPLACED
    assert [stored.fact.quote for stored in store.facts(FactFilter())] == ["2.00"]
    assert store.search("旧的", limit=5) == []
    assert [*store.damage(), *store.full_text_problems()] == []


@pytest.mark.parametrize(
    "other",
    [
        make_extraction(edition="2", file_name="other.pdf"),
        make_extraction(edition="2", file_name="same.pdf", year=2022),
        make_extraction(edition="2", file_name="same.pdf", agency="乙市档案馆"),
        make_extraction(edition="2", file_name="same.pdf", phase=Phase.FINAL_ACCOUNTS),
        make_extraction(edition="2", file_name="same.pdf", level=Level.DEPARTMENT),
    ],
)
def test_other_documents_stay(store: Store, other: Extraction) -> None:
    add(store, make_extraction(file_name="same.pdf"))
    assert add(store, other) is Added.NEW
    assert len(store.documents()) == 2


def test_removed_document_leaves_nothing(store: Store) -> None:
    kept = make_extraction(agency="乙市档案馆", facts=[cell("培训费", "1.00")], paragraphs=[paragraph("收集整理")])
    add(store, FULL)
    add(store, kept)
    assert store.remove(FULL.sha256)
    assert not store.remove(FULL.sha256)
    assert [stored.document_id for stored in store.facts(FactFilter())] == [kept.sha256]
    assert store.changes() == []
    assert [passage.document_id for passage in store.search("收集", limit=5)] == [kept.sha256]
    assert [*store.damage(), *store.full_text_problems()] == []


def test_nothing_is_stored_when_the_last_step_fails(store: Store) -> None:
    def fail() -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        store.add(FULL, make_passages(FULL), suffix=".pdf", before_commit=fail)
    assert store.documents() == []
    assert store.facts(FactFilter()) == []
    assert [*store.damage(), *store.full_text_problems()] == []


def test_search_finds_parts_of_words_and_prefers_what_shares_most(store: Store) -> None:
    texts = ["负责档案的收集和整理。", "负责档案的保护。", "2021年培训费7.00万元。", "其他"]
    add(store, make_extraction(paragraphs=[paragraph(text, str(number)) for number, text in enumerate(texts)]))

    def found(question: str) -> list[str]:
        return [passage.text for passage in store.search(question, limit=5)]

    assert found("档案怎样收集和整理？") == texts[:2]
    assert found("7.00") == found("培训") == [texts[2]]
    assert found("护") == [texts[1]]
    assert found('（*" NEAR( -') == found("") == []


def test_search_within_documents_and_kinds(store: Store) -> None:
    other = make_extraction(agency="乙市档案馆", paragraphs=[paragraph("公务接待费说明")])
    add(store, FULL)
    add(store, other)
    search = store.search
    assert {passage.document_id for passage in search("接待费", limit=5)} == {FULL.sha256, other.sha256}
    assert {passage.document_id for passage in search("接待费", limit=5, document_ids={other.sha256})} == {other.sha256}
    assert {passage.kind for passage in search("接待费", limit=5, kinds={"row"})} == {"row"}
    assert search("接待费", limit=5, document_ids=()) == []
    assert len(search("接待费", limit=1)) == 1


def test_full_text_can_be_rebuilt(store: Store) -> None:
    add(store, FULL)
    before = store.search("收集", limit=5)
    store.rebuild_full_text()
    assert store.search("收集", limit=5) == before != []
    assert [*store.damage(), *store.full_text_problems()] == []


def test_revision_counts_changes(store: Store) -> None:
    seen = [store.revision()]
    for change_it in (lambda: add(store, FULL), lambda: add(store, FULL), lambda: store.remove(FULL.sha256)):
        change_it()
        seen.append(store.revision())
    assert seen == [0, 1, 1, 2]


def test_missing_library_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotALibrary, match="no library in"):
        Store.open(tmp_path / "library.db")


def test_other_databases_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (title)")
    with pytest.raises(NotALibrary, match="not a library of this program"):
        Store.open(path, create=True)


def test_other_versions_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Store.open(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE name = 'version'")
    with pytest.raises(WrongVersion, match="version 99"):
        Store.open(path)


def test_read_only_library_can_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    with_facts = Store.open(path, create=True)
    add(with_facts, FULL)
    with_facts.close()
    monkeypatch.setattr("os.access", lambda *_: False)  # the tests may run as root, whom no permission stops
    store = Store.open(path)
    assert len(store.facts(FactFilter())) == 5
    with pytest.raises(UnwritableLibrary, match="read-only"):
        store.remove(FULL.sha256)


def test_many_first_starts_make_one_library(tmp_path: Path) -> None:
    path = tmp_path / "new" / "library.db"
    errors: list[BaseException] = []

    def start(number: int) -> None:
        try:
            add(Store.open(path, create=True), make_extraction(agency=f"第{number}馆"))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=start, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(Store.open(path).documents()) == 8
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".")] == []


def test_decimal_precision_of_changes_survives(store: Store) -> None:
    stated: StatedChange = replace(FULL.changes[0], current=Amount(Decimal("4.000"), YUAN, "4.000"))
    add(store, replace(FULL, changes=(stated,)))
    ((_, read),) = store.changes(document_ids={FULL.sha256}, items={"official_reception"})
    assert read.current is not None
    assert str(read.current.value) == "4.000"
    assert store.changes(items={"30216"}) == []
