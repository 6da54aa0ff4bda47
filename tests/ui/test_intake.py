from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractors import sha256_of
from extractors.errors import DamagedFile
from extractors.model import Extraction
from rag.errors import BadRequest, UnwritableLibrary
from rag.ingest import Extractor, IngestReport, Progress
from rag.library import Library
from tests.rag.builders import cell, make_extraction
from ui import intake as limits
from ui.intake import UNFORESEEN, Intake
from ui.standing import Entry


class Reader:
    """Reads what begins with an agency's name; waits at the gate where the file says so."""

    def __init__(self, gate: threading.Event) -> None:
        self._gate = gate

    def extract(self, path: Path, file_name: str | None = None) -> Extraction:
        text = path.read_text(encoding="utf-8")
        if text.startswith("wait"):
            assert self._gate.wait(20)
        if text.startswith("broken"):
            raise DamagedFile("The file ends in the middle: load it again.")
        extraction = make_extraction(agency=text.split()[-1], pages=3, facts=[cell("公务接待费", "4.00")])
        return replace(extraction, sha256=sha256_of(path), file_name=file_name or path.name)

    def close(self) -> None:
        pass


@pytest.fixture
def gate() -> threading.Event:
    return threading.Event()


@pytest.fixture
def intake(tmp_path: Path, gate: threading.Event) -> Iterator[Intake]:
    with Library.open(tmp_path / "library", create=True) as library:
        intake = Intake(library, make_extractor=lambda: Reader(gate))
        yield intake
        gate.set()
        intake.close()


def _file(folder: Path, name: str, text: str) -> tuple[Path, str]:
    path = folder / f"upload-{len(list(folder.iterdir()))}"
    path.write_text(text, encoding="utf-8")
    return path, name


def _states(intake: Intake) -> list[tuple[str, str]]:
    return [(entry.name, _state(entry)) for entry in intake.standing().entries]


def _state(entry: Entry) -> str:
    return entry.report.status if entry.report else "waiting" if entry.started is None else "reading"


def test_every_file_is_told_from_waiting_to_its_outcome(intake: Intake, gate: threading.Event, tmp_path: Path) -> None:
    intake.take([_file(tmp_path, "甲（样例）.txt", "wait 甲局"), _file(tmp_path, "坏.txt", "broken")])
    intake.take([_file(tmp_path, "乙.txt", "乙局")])
    _until(lambda: ("甲（样例）.txt", "reading") in _states(intake))
    assert ("乙.txt", "waiting") in _states(intake)
    assert intake.standing().pace
    gate.set()
    assert intake.wait(20)
    assert _states(intake) == [("甲（样例）.txt", "added"), ("坏.txt", "damaged"), ("乙.txt", "added")]
    assert intake.standing().entries[1].report.reason == "The file ends in the middle: load it again."  # type: ignore[union-attr]
    assert intake.standing().pace is None


def _until(reached: Callable[[], bool]) -> None:
    for _ in range(200):
        if reached():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never came to that")


def test_the_pace_is_of_what_is_done(intake: Intake, gate: threading.Event, tmp_path: Path) -> None:
    intake.take([_file(tmp_path, "乙.txt", "乙局"), _file(tmp_path, "甲.txt", "wait 甲局")])
    _until(lambda: (pace := intake.standing().pace) is not None and pace.files_done == 1)
    pace = intake.standing().pace
    assert pace
    assert (pace.files, pace.pages) == (2, 3)
    assert pace.pages_per_second > 0
    assert pace.remaining_s is not None and pace.remaining_s > 0


def test_each_change_has_its_version(intake: Intake, tmp_path: Path) -> None:
    before = intake.standing().version
    intake.take([_file(tmp_path, "甲.txt", "甲局")])
    assert intake.wait(20)
    after = intake.standing().version
    assert before < after
    intake.forget()
    assert intake.standing().entries == ()
    assert intake.standing().version > after


def test_what_was_handed_in_may_go_away(intake: Intake, gate: threading.Event, tmp_path: Path) -> None:
    first, second = _file(tmp_path, "甲.txt", "wait 甲局"), _file(tmp_path, "乙.txt", "乙局")
    intake.take([first])
    intake.take([second])
    first[0].unlink()
    second[0].unlink()
    gate.set()
    assert intake.wait(20)
    assert [state for _, state in _states(intake)] == ["added", "added"]


def test_a_library_that_refuses_is_a_sentence_and_the_next_files_are_read(tmp_path: Path) -> None:
    refusals = ["The disk is full."]

    class Full:
        def ingest(
            self,
            paths: Iterable[Path],
            *,
            jobs: int | None = None,
            progress: Callable[[Progress], None] | None = None,
            make_extractor: Callable[[], Extractor] | None = None,
        ) -> IngestReport:
            if refusals:
                raise UnwritableLibrary(refusals.pop())
            return IngestReport()

    intake = Intake(Full())
    intake.take([_file(tmp_path, "甲.txt", "甲局")])
    assert intake.wait(20)
    intake.take([_file(tmp_path, "乙.txt", "乙局")])
    assert intake.wait(20)
    assert [entry.failure for entry in intake.standing().entries] == ["The disk is full.", UNFORESEEN]
    intake.close()


def test_more_files_than_can_wait_are_refused_whole(
    intake: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_WAITING", 1)
    with pytest.raises(BadRequest, match="More than 1 files"):
        intake.take([_file(tmp_path, "甲.txt", "甲局"), _file(tmp_path, "乙.txt", "乙局")])
    assert intake.standing().entries == ()
