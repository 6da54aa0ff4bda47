from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extractors.errors import DamagedFile, EncryptedFile, ExtractionError, OutOfMemory, OutOfTime
from extractors.isolation import IsolatedExtractor, IsolatedReader, Limits, WorkerError
from extractors.model import Extraction

TARGET = "tests.extractors.scripted:extract"
MB = 2**20
LIMITS = Limits(seconds=20.0, memory_bytes=600 * MB)

Run = Callable[[str], Extraction]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Has one warm child process read files whose text scripts it."""
    with IsolatedExtractor(LIMITS, target=TARGET) as extractor:
        yield lambda script: extractor.extract(_file(tmp_path, script))


def _file(folder: Path, script: str) -> Path:
    path = folder / "scripted.txt"
    path.write_text(script)
    return path


def test_the_extraction_comes_back_whole(run: Run) -> None:
    extraction = run("read abc")
    assert (extraction.file_name, extraction.sha256, extraction.pages[0].number) == ("scripted.txt", "abc", 1)


def test_the_name_handed_in_is_passed_on(tmp_path: Path) -> None:
    with IsolatedExtractor(LIMITS, target=TARGET) as extractor:
        assert extractor.extract(_file(tmp_path, "read"), "预算.pdf").file_name == "预算.pdf"


def test_one_child_reads_many_files_and_is_another_process(run: Run) -> None:
    pids = {run("pid").file_name for _ in range(3)}
    assert len(pids) == 1 and pids != {str(os.getpid())}


def test_an_error_for_the_user_is_raised_again_as_it_was_and_the_child_goes_on(run: Run) -> None:
    before = run("pid").file_name
    with pytest.raises(EncryptedFile, match=r"^The file asks for a password\.$"):
        run("encrypted")
    assert run("pid").file_name == before


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("bug", DamagedFile),
        ("recurse", DamagedFile),
        ("crash", DamagedFile),
        ("abort free(): invalid pointer", DamagedFile),
        ("abort ", OutOfMemory),
        ("abort terminate called after throwing an instance of 'std::bad_alloc'", OutOfMemory),
        ("signal SIGXCPU", OutOfTime),
        ("signal SIGKILL", OutOfMemory),
        ("fill 1000000000", OutOfMemory),
        ("junk", DamagedFile),
        ("object", DamagedFile),
        ("run touch", DamagedFile),
        ("write 5000000", DamagedFile),
    ],
)
def test_each_end_of_a_child_is_a_sentence_and_the_next_file_is_read(
    run: Run, script: str, error: type[ExtractionError]
) -> None:
    before = run("pid").file_name
    with pytest.raises(error) as raised:
        run(script)
    assert str(raised.value).endswith(".") and "Traceback" not in str(raised.value)
    assert run("pid").file_name != before


def test_a_bug_is_logged_by_its_name(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(DamagedFile):
        run("bug")
    assert caplog.messages == ["'scripted.txt' ('scripted.txt'): the reader failed with IndexError"]


@pytest.mark.parametrize("script", ["sleep 60", "spin"])
def test_the_time_limit_stops_the_child(tmp_path: Path, script: str) -> None:
    with IsolatedExtractor(Limits(seconds=0.5), target=TARGET) as extractor:
        extractor.extract(_file(tmp_path, "read"))
        with pytest.raises(OutOfTime, match=r"than 0\.5 seconds"):
            extractor.extract(_file(tmp_path, script))


def test_the_memory_limit_is_the_one_given(tmp_path: Path) -> None:
    script = _file(tmp_path, f"keep {700 * MB}")
    with pytest.raises(OutOfMemory, match="more than 600 MB"), IsolatedExtractor(LIMITS, target=TARGET) as small:
        small.extract(script)
    with IsolatedExtractor(Limits(memory_bytes=2000 * MB), target=TARGET) as large:
        assert large.extract(script)


def test_a_child_that_has_grown_is_replaced_before_the_next_file(run: Run) -> None:
    grown = run(f"keep {400 * MB}").file_name
    assert run("pid").file_name != grown


def test_the_child_has_no_network(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        with pytest.raises(DamagedFile):
            run(f"connect {server.getsockname()[1]}")
        with pytest.raises(TimeoutError):
            server.accept()


def test_the_child_inherits_no_keys(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "canary")
    assert run("environment OPENAI_API_KEY").file_name == ""
    assert run("environment PATH").file_name == os.environ["PATH"]


def test_other_targets_return_plain_data_and_nothing_else(tmp_path: Path) -> None:
    script = _file(tmp_path, "junk")
    with IsolatedReader(TARGET, dict, LIMITS) as reader:
        assert reader.call(script, "") == {"not": "an extraction"}
    with IsolatedReader(TARGET, bytes, LIMITS) as reader, pytest.raises(DamagedFile):
        reader.call(script, "")


def test_closing_from_another_thread_ends_the_reading(tmp_path: Path) -> None:
    extractor = IsolatedExtractor(LIMITS, target=TARGET)
    extractor.extract(_file(tmp_path, "read"))
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(extractor.extract, _file(tmp_path, "sleep 60"))
        time.sleep(0.1)
        extractor.close()
        with pytest.raises(OutOfTime, match="interrupted"):
            reading.result(5)
        with pytest.raises(OutOfTime, match="interrupted"):
            extractor.extract(_file(tmp_path, "read"))


def test_a_broken_installation_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    for target, script in (("extractors.no_such_module:extract", "read"), (TARGET, "import no_such_module")):
        with (
            IsolatedExtractor(LIMITS, target=target) as extractor,
            pytest.raises(WorkerError, match="no_such_module"),
        ):
            extractor.extract(_file(tmp_path, script))
