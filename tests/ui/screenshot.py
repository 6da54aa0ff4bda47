"""`python -m tests.ui.screenshot`: the pictures of docs/ again, all from the samples."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from rag import Library, answer
from rag.answer import OnStep
from rag.model import Answer
from samples import sample_files
from tests.ui.conftest import CHROMIUM, FLAGS, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

DOCS = Path(__file__).parents[2] / "docs"
COLOURS = 128  # as many as a screen of ours needs; a file is a third as large
DESK = {"width": 1360, "height": 900}
PHONE = {"width": 360, "height": 780}


def ask(question: str) -> Callable[[Page], None]:
    def visit(page: Page) -> None:
        page.fill("#question textarea", question)
        page.click("#send")
        page.wait_for_function("document.querySelector('#page-image img')?.naturalWidth > 0")

    return visit


def explore(page: Page) -> None:
    page.get_by_role("tab", name="浏览数据").click()
    page.wait_for_selector("#facts table")
    page.locator("#explore-view label", has_text="机构并排").click()
    page.wait_for_selector(".mz-compared")
    page.locator(".mz-compared [data-fact]").first.click()
    page.wait_for_function("document.querySelector('#explore-page img')?.naturalWidth > 0")


def audit(page: Page) -> None:
    page.get_by_role("tab", name="核对").click()
    page.click("#audit-run")
    page.wait_for_selector("#audit-table .mz-summary")
    page.click("#audit-ledger summary")


def library(page: Page) -> None:
    page.get_by_role("tab", name="资料库").click()
    page.wait_for_selector("#library-table table")


PICTURES = (
    ("screenshot.png", DESK, ask("改革协调局2021年公务接待费是多少？")),
    ("chart.png", DESK, ask("改革协调局2021年“三公”经费的构成")),
    ("explore.png", DESK, explore),
    ("audit.png", DESK, audit),
    ("library.png", DESK, library),
    ("phone.png", PHONE, ask("改革协调局2021年公务接待费是多少？")),
)


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder) / "library", create=True) as samples,
        sync_playwright() as playwright,
    ):
        samples.ingest(sample_files())

        def answered(question: str, turns: Sequence[str], on_step: OnStep = lambda step: None) -> Answer:
            return answer(question, samples, turns=turns, on_step=on_step)

        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        with served(samples, answered) as address:
            for name, size, visit in PICTURES:
                page = browser.new_page(locale="zh-CN", viewport=size)  # type: ignore[arg-type]
                page.goto(address)
                page.wait_for_selector("#chat [data-ask]")
                visit(page)
                page.wait_for_timeout(1000)  # until everything is painted
                page.screenshot(path=DOCS / name)
                page.close()
                _shrink(DOCS / name)
        browser.close()


def _shrink(path: Path) -> None:
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS)
    small.save(path, optimize=True)
    print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
