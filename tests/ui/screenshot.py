"""`python -m tests.ui.screenshot`: docs/screenshot.png again, from the samples and the README's question."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from rag import Library, answer
from samples import sample_files
from tests.ui.conftest import CHROMIUM, FLAGS, served

QUESTION = "改革协调局2021年公务接待费是多少？"
PICTURE = Path(__file__).parents[2] / "docs" / "screenshot.png"


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(Path(folder) / "library", create=True) as library,
        sync_playwright() as playwright,
    ):
        library.ingest(sample_files())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        page = browser.new_page(locale="zh-CN", viewport={"width": 1360, "height": 1000})
        with served(library, lambda question, turns: answer(question, library, turns=turns)) as address:
            page.goto(address)
            page.wait_for_selector("#chat [data-ask]")
            page.fill("#question textarea", QUESTION)
            page.click("#send")
            page.wait_for_selector("#page-image img")
            page.wait_for_function("document.querySelector('#page-image img').complete")
            page.wait_for_timeout(1000)  # until everything is painted
            page.screenshot(path=PICTURE)
            browser.close()
    print(PICTURE)


if __name__ == "__main__":
    main()
