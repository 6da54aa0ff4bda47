"""The walk of docs/screen.md with keys alone, in a real browser over the samples: every stop can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from rag import Library, answer
from samples import sample_files
from tests.ui.conftest import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "改革协调局2021年公务接待费是多少？"
MOST_STOPS = 60
FOCUSED = """selector => {
  const style = getComputedStyle(document.activeElement);
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return document.activeElement.matches(selector) ? { seen } : null;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Library.open(tmp_path_factory.mktemp("keyboard"), create=True) as library:
        library.ingest(sample_files())
        with served(library, lambda question, turns, *_: answer(question, library, turns=turns)) as url:
            yield url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#chat [data-ask]")
    yield page
    context.close()


def _go_to(page: Page, selector: str, key: str = "Tab") -> None:
    """With the tab key until the focus is there, and seen to be."""
    for _ in range(MOST_STOPS):
        if focused := page.evaluate(FOCUSED, selector):
            assert focused["seen"], f"nothing shows that {selector} has the focus"
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead to {selector} in {MOST_STOPS} steps")


def _caption(page: Page, words: str) -> None:
    page.wait_for_function("words => document.querySelector('#page-image')?.innerText.includes(words)", arg=words)


def test_keys_alone_lead_from_a_question_to_proof_and_to_the_other_tabs(page: Page) -> None:
    _go_to(page, "#question textarea")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    page.wait_for_selector(".mz-turn .mz-foot")

    _go_to(page, "#citations [data-cite='2']")
    page.keyboard.press("Enter")
    _caption(page, "第5页")
    page.wait_for_function("document.activeElement.dataset.cite === '2'")

    width = page.locator("#page-image img").bounding_box()
    _go_to(page, "#page-image [data-zoom='1']", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "width => document.querySelector('#page-image img').clientWidth > width", arg=width and width["width"] + 1
    )
    _go_to(page, "#page-image [data-step='1']", "Shift+Tab")
    page.keyboard.press("Enter")
    _caption(page, "第6页")
    _go_to(page, "#page-image [data-copy]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "《改革协调局2021年部门预算（样例）》第6页"

    _go_to(page, "[role=tab]", "Shift+Tab")
    while page.evaluate("document.activeElement.innerText") != "核对":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    _go_to(page, "#audit-run")
    page.keyboard.press("Enter")
    page.wait_for_selector("#audit-table .mz-summary")

    _go_to(page, "[role=tab]", "Shift+Tab")
    while page.evaluate("document.activeElement.innerText") != "浏览数据":
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#facts [data-fact]")
    _go_to(page, "#filter-year input")
    page.keyboard.type("2021")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "[...document.querySelectorAll('.mz-facts td:nth-child(2)')].every((one) => one.innerText.includes('2021'))"
    )
    _go_to(page, "#facts [data-fact]")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('#explore-page img')?.naturalWidth > 0")
