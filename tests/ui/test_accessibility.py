"""The page for those who use no mouse, do not see colours, or do not see: in Chromium, in both themes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rag import Library, answer
from samples import sample_files
from tests.ui.conftest import served
from tests.ui.disclosures import QUESTION, write_disclosure

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LACKING = (Path(__file__).parent / "accessibility.js").read_text(encoding="utf-8")
NOTHING = {"nameless": [], "faint": [], "mute": 0}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("accessible")
    with Library.open(folder / "library", create=True) as library:
        library.ingest([write_disclosure(folder / "甲市档案馆2021年部门预算.pdf"), sample_files()[0]])
        with served(library, lambda question, turns, *_: answer(question, library, turns=turns)) as url:
            yield url


def _open(browser: Browser, address: str) -> Page:
    page = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address)
    page.wait_for_selector("#chat [data-ask]")
    return page


def _lacking(page: Page) -> Any:
    page.wait_for_timeout(400)  # until colours have stopped changing
    return page.evaluate(LACKING)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_control_has_a_name_and_every_text_contrast(browser: Browser, address: str, theme: str) -> None:
    page = _open(browser, f"{address}?__theme={theme}")
    page.fill("#question textarea", QUESTION)
    page.click("#send")
    page.wait_for_selector(".mz-turn .mz-foot")
    found = {"ask": _lacking(page)}
    page.get_by_role("tab", name="浏览数据").click()
    page.click("#facts [data-fact] >> nth=0")
    page.wait_for_selector("#explore-page img")
    found["explore"] = _lacking(page)
    page.get_by_role("tab", name="核对").click()
    page.click("#audit-run")
    page.click("#audit-table [data-do=finding]")
    page.wait_for_selector("#audit-sides img")
    page.click("#audit-report-json")
    page.wait_for_selector("#audit-report a")
    found["audit"] = _lacking(page)
    page.get_by_role("tab", name="资料库").click()
    page.set_input_files("#upload input[type=file]", sample_files()[0])
    page.wait_for_selector("#ingest-report [data-do=forget]", timeout=60_000)
    page.click("#library-table [data-do=discard] >> nth=0")
    page.wait_for_selector("[role=alertdialog]")
    found["library"] = _lacking(page)
    page.context.close()
    assert found == dict.fromkeys(found, NOTHING)


def _tab_to(page: Page, selector: str, most: int = 40) -> None:
    for _ in range(most):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tab key does not lead to {selector} in {most} steps")


def test_keys_alone_lead_from_the_question_to_the_cited_page(browser: Browser, address: str) -> None:
    page = _open(browser, address)
    _tab_to(page, "#question textarea")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    _tab_to(page, "#send, #send *", most=3)
    page.keyboard.press("Enter")
    page.wait_for_selector(".mz-turn .mz-foot")
    page.focus("#question textarea")
    _tab_to(page, "[data-cite]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#page-image img")
    page.context.close()


def test_keys_alone_lead_to_a_finding_and_its_sides(browser: Browser, address: str) -> None:
    page = _open(browser, address)
    _tab_to(page, "[role=tab]")
    for _ in range(4):
        if page.evaluate("document.activeElement.innerText") == "核对":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#audit-run")
    _tab_to(page, "#audit-run")
    page.keyboard.press("Enter")
    page.wait_for_selector("#audit-table [data-do=finding]")
    _tab_to(page, "#audit-table [data-do=finding]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#audit-sides img")
    page.context.close()
