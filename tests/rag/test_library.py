from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from extractors.model import Fact
from rag.errors import AmbiguousDocument, NotALibrary, UnknownDocument, UnwritableLibrary
from rag.library import DATABASE, Library
from samples import sample_files
from tests.rag.builders import cell, change, make_extraction, make_table, paragraph

FACT: Fact = cell("公务接待费", "4.00", item="official_reception")
ARCHIVE = make_extraction(
    facts=[FACT],
    changes=[
        change(
            "比上年减少0.35万元。",
            "公务接待费",
            item="official_reception",
            current="4.00",
            difference="0.35",
            direction=-1,
        )
    ],
    paragraphs=[
        paragraph("负责全市档案的收集和监督指导。", "一、主要职责"),
        paragraph("公务接待费减少，原因是厉行节约。", "三公经费说明"),
    ],
    tables=[make_table("“三公”经费表", ("项目", "合计"), [("公务接待费", "4.00")])],
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A library with the sample disclosures, read by the real reader; not to be changed."""
    with Library.open(tmp_path_factory.mktemp("samples") / "library", create=True) as library:
        library.ingest(sample_files())
        yield library


def test_a_library_opened_read_only_refuses_every_change_and_shows_those_of_others(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        library.add(ARCHIVE)
        with Library.open(tmp_path, read_only=True) as reader:
            before = sorted(tmp_path.rglob("*"))
            for change_it in (
                lambda: reader.ingest(sample_files()),
                lambda: reader.add(ARCHIVE),
                lambda: reader.remove(ARCHIVE.sha256),
                lambda: reader.verify(repair=True),
            ):
                with pytest.raises(UnwritableLibrary, match="read-only"):
                    change_it()
            assert sorted(tmp_path.rglob("*")) == before
            library.add(make_extraction(agency="乙市档案馆", file_name="乙.pdf"))
            assert len(reader.documents()) == 2


def test_a_library_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(NotALibrary):
        Library.open(tmp_path / "none", create=True, read_only=True)
    assert not (tmp_path / "none").exists()


def test_samples_are_loaded_and_found(samples: Library) -> None:
    documents = samples.documents()
    assert len(documents) == len(sample_files())
    assert samples.notices() == []
    assert samples.verify().problems == ()
    for document in documents:
        assert document.statements_found
        assert samples.original(document.id).read_bytes() == next(
            path.read_bytes() for path in sample_files() if path.name == document.file_name
        )
    question = "为什么公务接待费减少"
    assert any("公务接待费" in passage.text for passage in samples.search(question, limit=3))


def test_page_is_drawn_once_and_kept(samples: Library) -> None:
    document = samples.documents()[0]
    path = samples.page_image(document.id, 1, scale=1.0)
    assert path is not None
    with Image.open(path) as picture:
        assert (picture.format, min(picture.size) > 500) == ("PNG", True)
    made = path.stat().st_mtime_ns
    assert samples.page_image(document.id, 1, scale=1.0) == path
    assert path.stat().st_mtime_ns == made
    larger = samples.page_image(document.id, 1)
    assert larger is not None
    with Image.open(larger) as picture, Image.open(path) as smaller:
        assert picture.size[0] == pytest.approx(2 * smaller.size[0], abs=2)


def test_pages_of_text_are_not_drawn(library: Library, tmp_path: Path) -> None:
    text = tmp_path / "说明.txt"
    text.write_text("甲市档案馆2021年部门预算\n\n一、主要职责\n负责全市档案的收集和监督指导工作。\n", encoding="utf-8")
    (file,) = library.ingest([text]).files
    assert file.document_id is not None
    assert library.page_image(file.document_id, 1) is None


def test_document_is_named_by_id_beginning_of_id_or_file(library: Library) -> None:
    library.add(ARCHIVE)
    library.add(make_extraction(year=2022, file_name="2022.pdf"))
    for name in (ARCHIVE.sha256, ARCHIVE.sha256[:8], ARCHIVE.file_name, Path(ARCHIVE.file_name).stem):
        assert library.document(name).id == ARCHIVE.sha256
    for name in ("", ARCHIVE.sha256[:3], "2023.pdf", "甲市"):
        with pytest.raises(UnknownDocument, match="is loaded"):
            library.document(name)


def test_name_of_two_documents_is_not_guessed(library: Library) -> None:
    for year in (2021, 2022):
        library.add(make_extraction(year=year, file_name="预算.pdf"))
    with pytest.raises(AmbiguousDocument, match=r"2 documents are called “预算\.pdf”"):
        library.document("预算.pdf")


def test_what_is_known_of_a_document(library: Library) -> None:
    library.add(ARCHIVE)
    assert [stored.fact for stored in library.facts(items=["official_reception"], years=[2021])] == [FACT]
    assert library.facts(items=["official_reception"], years=[2022]) == []
    assert library.changes(items=["official_reception"]) == [(ARCHIVE.sha256, ARCHIVE.changes[0])]
    assert library.extraction_tables(ARCHIVE.sha256) == list(ARCHIVE.tables)
    assert library.unread(ARCHIVE.sha256) == []


def test_search_without_an_index_of_meanings_says_so_and_still_finds(library: Library) -> None:
    library.add(ARCHIVE)
    found = library.search("公务接待费为什么减少", kinds=["prose"])
    assert found[0].text == "公务接待费减少，原因是厉行节约。"
    assert found[0].score > 0
    assert "by their words alone" in library.notices()[0]
    assert "语义索引" in library.notices("zh")[0]


def test_search_finds_by_meaning_where_words_differ(library: Library) -> None:
    library.add(ARCHIVE)
    assert library.search("what does this agency do") == []
    assert library.verify(repair=True).remaining == 0
    assert library.notices() == []
    assert library.search("what does this agency do")[0].text == "负责全市档案的收集和监督指导。"
    assert library.search("what does this agency do", kinds=["row"]) == []
    assert library.search("what does this agency do", document_ids=["0" * 64]) == []


def test_empty_library_has_nothing_to_complain_of(library: Library) -> None:
    assert (library.documents(), library.notices(), library.search("公务接待费")) == ([], [], [])
    assert library.verify().problems == ()


def test_removed_document_leaves_no_file(samples: Library, tmp_path: Path) -> None:
    shutil.copytree(samples.folder, tmp_path / "library")
    with Library.open(tmp_path / "library") as library:
        gone, *kept = library.documents()
        library.page_image(gone.id, 1)
        assert library.remove(gone.file_name) == gone
        assert library.documents() == kept
        assert library.facts(document_ids=[gone.id]) == []
        assert not [path for path in library.folder.rglob("*") if gone.id in path.name]
        assert {passage.document_id for passage in library.search("公务接待费", limit=50)} <= {d.id for d in kept}
        assert (library.notices(), library.verify().problems) == ([], ())
        with pytest.raises(UnknownDocument):
            library.original(gone.id)


def test_broken_index_of_meanings_is_told_and_healed(samples: Library, tmp_path: Path) -> None:
    shutil.copytree(samples.folder, tmp_path / "library")
    shutil.rmtree(next((tmp_path / "library" / "vectors").glob("*/")))
    with Library.open(tmp_path / "library") as library:
        assert library.search("公务接待费为什么减少")
        assert "cannot be used" in library.notices()[0]
        assert library.verify().remaining == 1
        assert library.verify(repair=True).repaired == ("the index for search by meaning was made anew.",)
        assert (library.notices(), library.verify().problems) == ([], ())


def test_verify_finds_and_clears_what_belongs_to_no_document(library: Library) -> None:
    library.add(ARCHIVE)
    library.verify(repair=True)
    long_ago = time.time() - 3 * 24 * 3600
    for name in (
        "originals/" + "0" * 64 + ".pdf",
        "images/" + "0" * 64 + "/1-200.png",
        "incoming/x.pdf",
        "incoming/new.pdf",
    ):
        path = library.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        if "new" not in name:
            os.utime(path, (long_ago, long_ago))
    assert len(library.verify().problems) == 3
    assert library.verify(repair=True).remaining == 0
    assert library.verify().problems == ()
    assert (library.folder / "incoming" / "new.pdf").exists()  # somebody may still be reading it


def test_missing_original_is_told(samples: Library, tmp_path: Path) -> None:
    shutil.copytree(samples.folder, tmp_path / "library")
    with Library.open(tmp_path / "library") as library:
        document = library.documents()[0]
        library.original(document.id).unlink()
        assert library.verify(repair=True).problems == (
            f"The original of {document.file_name} is gone: its pages cannot be shown; ingest the file again.",
        )
        assert library.page_image(document.id, 1) is None


def test_library_is_only_made_when_asked(tmp_path: Path) -> None:
    with pytest.raises(NotALibrary, match="`ingest` makes one"):
        Library.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    Library.open(tmp_path / "nowhere", create=True).close()
    assert (tmp_path / "nowhere" / DATABASE).exists()


def test_what_another_opening_changes_is_seen(library: Library) -> None:
    assert library.documents() == []
    with Library.open(library.folder) as other:
        other.add(ARCHIVE)
    assert [document.id for document in library.documents()] == [ARCHIVE.sha256]
