from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from extractors import sha256_of
from extractors.errors import EncryptedFile, ExtractionError, OutOfTime
from extractors.model import Extraction, Phase
from rag.errors import UnwritableLibrary
from rag.ingest import Progress, find_files
from rag.library import Library
from tests.rag.builders import cell, make_extraction, paragraph


class ScriptedExtractor:
    """Reads “agency|year” files; a file that begins with “!” fails with what follows."""

    def __init__(self) -> None:
        self.closed = False

    def extract(self, path: Path, file_name: str | None = None) -> Extraction:
        text = path.read_text(encoding="utf-8")
        if text.startswith("!"):
            raise FAILURES[text[1:]]
        agency, year = text.split("|")
        extraction = make_extraction(
            agency=agency,
            year=int(year),
            facts=[cell("培训费", "7.00", item="30216")],
            paragraphs=[paragraph(f"{agency}的说明")],
            phase=Phase.OTHER if agency == "其他" else Phase.BUDGET,
            warnings=("Page 2 has no text.",) if agency == "残缺" else (),
        )
        return replace(extraction, sha256=sha256_of(path), file_name=file_name or path.name)

    def close(self) -> None:
        self.closed = True


FAILURES: dict[str, BaseException] = {
    "encrypted": EncryptedFile("The file needs a password."),
    "slow": OutOfTime("Reading took longer than 60 s."),
    "surrogate": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    "interrupt": KeyboardInterrupt(),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


def write(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.pdf").write_text(text, encoding="utf-8")
    return [folder / f"{name}.pdf" for name in texts]


def ingest(library: Library, *paths: Path, **options: object) -> list[tuple[str, str]]:
    report = library.ingest(paths, make_extractor=ScriptedExtractor, **options)  # type: ignore[arg-type]
    return [(Path(file.file).name, file.status) for file in report.files]


def contents(library: Library) -> list[object]:
    return [(document, library.facts(document_ids=[document.id])) for document in library.documents()]


def test_each_file_ends_in_one_status_and_none_stops_the_others(library: Library, folder: Path) -> None:
    files = write(
        folder, a="甲|2021", b="!encrypted", c="残缺|2021", d="!slow", e="其他|2021", f="甲|2021", g="!surrogate"
    )
    report = library.ingest([*files, folder / "nowhere.pdf"], make_extractor=ScriptedExtractor, jobs=1)
    assert [(file.status, file.reason) for file in report.files] == [
        ("added", ""),
        ("encrypted", "The file needs a password."),
        ("partial", "Page 2 has no text."),
        ("timeout", "Reading took longer than 60 s."),
        ("added", "It is neither a budget nor final accounts: loaded for its text."),
        ("unchanged", "The same content is loaded as a.pdf."),
        ("damaged", "The text holds codes that are no characters: 'utf-8' codec can't encode character '\\ud800' in "
         "position 0: surrogates not allowed."),
        ("damaged", "The file cannot be opened: No such file or directory."),
    ]  # fmt: skip
    assert {document.agency for document in library.documents()} == {"甲", "残缺", "其他"}
    assert not list((library.folder / "incoming").iterdir())


def test_report_describes_what_was_stored(library: Library, folder: Path) -> None:
    (file,) = library.ingest(write(folder, a="甲|2021"), make_extractor=ScriptedExtractor).to_json()["files"]
    seconds = file.pop("seconds")
    assert 0 <= seconds < 60
    assert file == {
        "file": str(folder / "a.pdf"),
        "status": "added",
        "reason": "",
        "document_id": sha256_of(folder / "a.pdf"),
        "agency": "甲",
        "year": 2021,
        "phase": "budget",
        "pages": 4,
        "tables": 0,
        "facts": 1,
        "unread": 0,
    }


def test_repeating_changes_nothing(library: Library, folder: Path) -> None:
    files = write(folder, a="甲|2021", b="乙|2021")
    assert ingest(library, folder) == [("a.pdf", "added"), ("b.pdf", "added")]
    before = contents(library)
    assert ingest(library, *files) == [("a.pdf", "unchanged"), ("b.pdf", "unchanged")]
    assert contents(library) == before


def test_new_edition_takes_the_place_of_the_old(library: Library, folder: Path) -> None:
    ingest(library, *write(folder, a="甲|2021"))
    old = library.documents()[0]
    (folder / "a.pdf").write_text("甲| 2021", encoding="utf-8")
    assert ingest(library, folder) == [("a.pdf", "replaced")]
    (new,) = library.documents()
    assert library.original(new.id).read_text(encoding="utf-8") == "甲| 2021"
    assert old.id not in [path.stem for path in (library.folder / "originals").iterdir()]


def test_order_is_that_of_the_files_whatever_is_quicker(library: Library, folder: Path) -> None:
    files = write(folder, **{f"f{number:02}": f"第{number}馆|2021" for number in range(20)})
    done: list[Progress] = []
    assert ingest(library, *files, jobs=4, progress=done.append) == [(file.name, "added") for file in files]
    assert [(step.files_done, step.files) for step in done] == [(number, 20) for number in range(1, 21)]
    assert done[-1].pages == 80


def test_folders_are_searched(folder: Path) -> None:
    for name in ("b.PDF", "a.txt", "c.exe", ".hidden.pdf", "~$lock.docx", "inner/d.xlsx", ".git/e.pdf"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    (folder / "loop").symlink_to(folder)
    names = [path.relative_to(folder).as_posix() for path in find_files([folder, folder / "c.exe", folder / "a.txt"])]
    assert names == ["a.txt", "b.PDF", "inner/d.xlsx", "c.exe"]


@pytest.mark.parametrize(
    "name", ["x" * 240 + ".pdf", "-rf.pdf", "<img src=x onerror=alert(1)>.pdf", "a\u202efdp.pdf", "..pdf"]
)
def test_odd_names_are_kept_as_text_and_never_become_paths(library: Library, folder: Path, name: str) -> None:
    (folder / name).write_text("甲|2021", encoding="utf-8")
    assert ingest(library, folder / name) == [(name, "added")]
    (document,) = library.documents()
    assert document.file_name == name
    assert library.original(document.id).name in (f"{document.id}.pdf", f"{document.id}.bin")


def test_name_in_another_encoding_is_readable(library: Library, folder: Path) -> None:
    path = folder / b"\xb2\xbf\xc3\xc5.pdf".decode("utf-8", "surrogateescape")
    path.write_text("甲|2021", encoding="utf-8")
    assert ingest(library, path) == [("????.pdf", "added")]


def test_interrupted_ingest_leaves_whole_documents(library: Library, folder: Path) -> None:
    files = write(folder, a="甲|2021", b="!interrupt", c="乙|2021")
    with pytest.raises(KeyboardInterrupt):
        ingest(library, *files, jobs=1)
    assert [document.agency for document in library.documents()] in (["甲"], ["甲", "乙"], ["乙", "甲"])
    assert not list((library.folder / "incoming").iterdir())
    files[1].write_text("丙|2021", encoding="utf-8")
    ingest(library, *files)
    assert sorted(document.agency for document in library.documents()) == sorted("甲乙丙")


def test_extractors_are_used_again_and_closed(library: Library, folder: Path) -> None:
    made: list[ScriptedExtractor] = []

    def make() -> ScriptedExtractor:
        made.append(ScriptedExtractor())
        return made[-1]

    files = write(folder, **{f"f{number}": f"第{number}馆|2021" for number in range(6)})
    library.ingest(files, make_extractor=make, jobs=2)
    assert 1 <= len(made) <= 2
    assert all(extractor.closed for extractor in made)


def test_full_disk_stops_with_a_sentence(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    ingest(library, *write(folder, a="甲|2021"))
    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(UnwritableLibrary, match="No space left on device"):
        ingest(library, *write(folder, b="乙|2021"))
    assert [document.agency for document in library.documents()] == ["甲"]


def test_two_ingests_a_reader_and_a_remover_at_once(library: Library, folder: Path) -> None:
    files = write(folder, **{f"f{number:02}": f"第{number}馆|2021" for number in range(30)})
    errors: list[BaseException] = []

    def run(action: Callable[[Library], object]) -> None:
        try:
            with Library.open(library.folder) as own:
                action(own)
        except (Exception, ExtractionError) as error:
            errors.append(error)

    def read(own: Library) -> None:
        for _ in range(30):
            for document in own.documents():
                facts = own.facts(document_ids=[document.id])
                assert len(facts) in (0, 1)  # 0: removed since it was listed
                own.search("说明")

    def remove(own: Library) -> None:
        for _ in range(30):
            for document in own.documents()[:1]:
                own.remove(document.id)

    actions = (lambda own: ingest(own, *files), lambda own: ingest(own, *reversed(files)), read, remove)
    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    library.verify(repair=True)  # the index of meanings may be older than the library
    assert library.verify().problems == ()
