"""Files come in and go out in a real browser, beside those who ask."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag import Library, answer
from rag.ingest import IngestReport
from samples import sample_files
from tests.ui.conftest import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "改革协调局2021年公务接待费是多少？"
SAMPLE = next(path for path in sample_files() if path.name.startswith("改革协调局"))


class GatedLibrary(Library):
    """Takes files in when the gate is open."""

    gate: threading.Event

    def ingest(self, paths: Iterable[Path], **how: Any) -> IngestReport:
        assert self.gate.wait(60)
        return super().ingest(paths, **how)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[GatedLibrary]:
    with GatedLibrary.open(tmp_path / "library", create=True) as library:
        library.gate = threading.Event()
        library.gate.set()
        yield library
        library.gate.set()


@pytest.fixture
def address(library: GatedLibrary) -> Iterator[str]:
    with served(library, lambda question, turns, *_: answer(question, library, turns=turns)) as url:
        yield url


def _at_the_library(browser: Browser, address: str) -> Page:
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(address)
    page.wait_for_selector("#masthead h1")
    page.get_by_role("tab", name="资料库").click()
    page.wait_for_selector("#library-table h3")
    return page


def _ask(page: Page, question: str) -> str:
    page.get_by_role("tab", name="提问").click()
    page.fill("#question textarea", question)
    page.click("#send")
    page.wait_for_selector(".mz-turn .mz-foot")
    return page.inner_text(".mz-turn")


def test_a_file_comes_in_is_asked_about_and_goes(browser: Browser, address: str, library: Library) -> None:
    page = _at_the_library(browser, address)
    broken = SAMPLE.read_bytes()[:3000]
    page.set_input_files(
        "#upload input[type=file]",
        [
            {"name": SAMPLE.name, "mimeType": "application/pdf", "buffer": SAMPLE.read_bytes()},
            {"name": "坏了.pdf", "mimeType": "application/pdf", "buffer": broken},
        ],
    )
    page.wait_for_selector("#ingest-report [data-do=forget]", timeout=60_000)
    report = page.inner_text("#ingest-report")
    assert SAMPLE.name in report, "with the brackets of its name"
    assert "PDF 打不开，已损坏或不完整。请重新下载后再加入。" in report
    page.wait_for_selector("#library-table table")
    assert "个数字格" in page.inner_text("#library-table")
    assert "4.00 万元" in _ask(page, QUESTION)

    page.get_by_role("tab", name="资料库").click()
    page.click("#library-table [data-do=discard]")
    page.wait_for_selector("[role=alertdialog]")
    page.wait_for_function("document.activeElement.dataset.do === 'keep'")
    page.keyboard.press("Escape")
    page.wait_for_selector("[role=alertdialog]", state="detached")
    assert len(library.documents()) == 1
    page.click("#library-table [data-do=discard]")
    page.click("[role=alertdialog] [data-do=confirm]")
    page.wait_for_selector("#library-table .mz-empty")
    assert library.documents() == []
    page.context.close()


def test_who_asks_need_not_wait_and_two_browsers_see_the_same(
    browser: Browser, address: str, library: GatedLibrary
) -> None:
    library.ingest([SAMPLE])
    library.gate.clear()
    one, other = _at_the_library(browser, address), _at_the_library(browser, address)
    one.set_input_files("#upload input[type=file]", sample_files()[1])
    for page in (one, other):
        page.wait_for_selector("#ingest-report progress")
        assert "已读 0 / 1 个文件" in page.inner_text("#ingest-report")
    assert "4.00 万元" in _ask(one, QUESTION)
    library.gate.set()
    other.wait_for_selector("#ingest-report .mz-added", timeout=60_000)
    other.wait_for_function("document.querySelectorAll('#library-table tbody tr').length === 2")
    other.click("#library-table [data-do=discard] >> nth=0")
    other.click("[role=alertdialog] [data-do=confirm]")
    one.get_by_role("tab", name="资料库").click()
    for page in (one, other):
        page.wait_for_function("document.querySelectorAll('#library-table tbody tr').length === 1")
        page.context.close()


def test_a_library_to_be_read_only_cannot_be_changed_from_the_page(browser: Browser, tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", create=True) as library:
        library.ingest([SAMPLE])
    with (
        Library.open(tmp_path / "library", read_only=True) as library,
        served(library, lambda question, turns, *_: answer(question, library, turns=turns), read_only=True) as address,
    ):
        page = _at_the_library(browser, address)
        page.wait_for_selector("#library-table table")
        assert "只供查阅" in page.inner_text("#ingest-report")
        assert page.locator("input[type=file], [data-do]").count() == 0
        assert "4.00 万元" in _ask(page, QUESTION)
        page.context.close()


def test_the_files_of_a_folder_come_in(browser: Browser, address: str, tmp_path: Path) -> None:
    folder = tmp_path / "预算"
    (folder / "里面").mkdir(parents=True)
    for name in ("甲.txt", "里面/乙.txt", "里面/图.png"):
        (folder / name).write_text(f"{name}的说明文字。", encoding="utf-8")
    page = _at_the_library(browser, address)
    page.set_input_files("#library-tab input[webkitdirectory]", folder)
    page.wait_for_selector("#ingest-report [data-do=forget]", timeout=60_000)
    names = page.locator("#ingest-report li").all_inner_texts()
    assert len(names) == 2
    assert {"甲.txt" in "".join(names), "乙.txt" in "".join(names)} == {True}
    page.context.close()


def _drop(page: Page, selector: str, *paths: Path) -> None:
    """What a hand does that drags something from the file manager onto a place of the page."""
    box = page.locator(selector).bounding_box()
    assert box
    devtools = page.context.new_cdp_session(page)
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, "data": data, **at})


def test_a_dropped_folder_is_opened_to_its_last_file(browser: Browser, address: str, tmp_path: Path) -> None:
    deep = tmp_path / "部门预算" / "2021年" / "市直"
    deep.mkdir(parents=True)
    for place, sample in zip((deep, deep.parent), sample_files(), strict=False):
        (place / sample.name).write_bytes(sample.read_bytes())
    (deep.parent / "坏了.pdf").write_bytes(SAMPLE.read_bytes()[:3000])
    (deep / "封面.png").write_bytes(b"no disclosure")
    page = _at_the_library(browser, address)
    _drop(page, "#upload", tmp_path / "部门预算")
    page.wait_for_selector("#ingest-report [data-do=forget]", timeout=60_000)
    told = page.locator("#ingest-report li").all_inner_texts()
    assert len(told) == 3
    for name, word in (
        (sample_files()[0].name, "已加入"),
        (sample_files()[1].name, "已加入"),
        ("坏了.pdf", "文件损坏"),
    ):
        assert [word in line for line in told if name in line] == [True]
    page.wait_for_function("document.querySelectorAll('#library-table tbody tr').length === 2")
    page.context.close()


def test_files_may_be_dropped_anywhere_on_the_tab_and_take_nobody_away(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = _at_the_library(browser, address)
    (tmp_path / "甲.txt").write_text("甲市档案馆的说明文字。", encoding="utf-8")
    (tmp_path / "乙.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    _drop(page, "#library-table", tmp_path / "甲.txt", tmp_path / "乙.png")
    page.wait_for_selector("#ingest-report [data-do=forget]", timeout=60_000)
    told = page.inner_text("#ingest-report")
    assert "甲.txt" in told and "不是能读的格式" in told
    (tmp_path / "空").mkdir()
    _drop(page, "#upload", tmp_path / "空")
    page.wait_for_selector("text=文件夹里没有能读的文件")
    page.get_by_role("tab", name="提问").click()
    _drop(page, "#chat", tmp_path / "甲.txt")
    page.wait_for_timeout(300)
    assert page.url.startswith(address)
    page.context.close()


def test_nothing_is_looked_for_while_the_tab_is_closed(browser: Browser, address: str) -> None:
    page = _at_the_library(browser, address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "queue/join" in request.url else None)
    page.wait_for_event("request", lambda request: "queue/join" in request.url)  # while it is open, every second
    page.get_by_role("tab", name="提问").click()
    page.wait_for_timeout(300)
    asked.clear()
    page.wait_for_timeout(1500)
    assert asked == []
    page.context.close()
