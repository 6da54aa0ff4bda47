"""The audit in a real browser: from a finding to both of its sides, and a report to take along."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PIL import Image

from rag import Library, answer
from samples import sample_files
from tests.ui.conftest import served
from tests.ui.disclosures import EXPECTED, STATED, write_disclosure
from ui.evidence import INK
from ui.sides import CHECKED_AGAINST

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("audit")
    with Library.open(folder / "library", create=True) as library:
        library.ingest([write_disclosure(folder / "甲市档案馆2021年部门预算.pdf"), sample_files()[0]])
        yield library


@pytest.fixture
def page(browser: Browser, library: Library) -> Iterator[Page]:
    with served(library, lambda question, turns, *_: answer(question, library, turns=turns)) as address:
        page = browser.new_context(locale="zh-CN", viewport={"width": 1360, "height": 900}).new_page()
        page.goto(address)
        page.wait_for_selector("#masthead h1")
        page.get_by_role("tab", name="核对").click()
        page.wait_for_selector("#audit-run")
        yield page
        page.context.close()


def _run(page: Page) -> None:
    page.click("#audit-run")
    page.wait_for_selector("#audit-table [data-do=finding]")


def test_a_finding_leads_to_both_sides_boxed_on_the_page(page: Page) -> None:
    _run(page)
    table = page.inner_text("#audit-table")
    assert "2 份文件，1 处对不上" in table
    assert STATED in table and EXPECTED in table
    page.click("#audit-table [data-do=finding]")
    page.wait_for_selector("#audit-sides img")
    source = page.get_attribute("#audit-sides img", "src")
    assert source
    picture = Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2]))).convert("RGB")
    colours = {colour for _, colour in picture.getcolors(1 << 24) or ()}
    assert {INK, CHECKED_AGAINST} <= colours
    assert "下降49.3%" in page.inner_text("#audit-sides")
    assert page.get_attribute("#audit-sides img", "alt") == "甲市档案馆2021年部门预算.pdf，第1页"


def test_the_ledger_counts_what_was_checked_and_what_not(page: Page) -> None:
    _run(page)
    page.click("#audit-ledger summary")
    ledger = page.inner_text("#audit-ledger")
    assert "缺数" in ledger and "没看懂" in ledger
    assert page.locator("#audit-ledger tbody tr").count() > 10


def test_only_the_chosen_documents_are_audited(page: Page) -> None:
    page.click("#audit-documents input")
    page.get_by_role("option", name=sample_files()[0].name).click()
    page.keyboard.press("Escape")
    page.click("#audit-run")
    page.wait_for_selector("#audit-table .mz-summary")
    assert "1 份文件，0 处对不上" in page.inner_text("#audit-table")


@pytest.mark.parametrize("kind", ["html", "xlsx", "json"])
def test_a_report_opens(page: Page, kind: str, tmp_path: Path) -> None:
    _run(page)
    page.click(f"#audit-report-{kind}")
    with page.expect_download(timeout=60_000) as started:
        page.locator("#audit-report a").first.click(timeout=60_000)
    path = tmp_path / started.value.suggested_filename
    started.value.save_as(path)
    assert path.suffix == f".{kind}"
    if kind == "html":
        opened = page.context.new_page()
        opened.goto(path.as_uri())
        assert "50.7" in opened.inner_text("body")
        assert opened.locator("img").count() == 1
    elif kind == "xlsx":
        assert openpyxl.load_workbook(path).worksheets[0].max_row > 1
    else:
        assert {finding["status"] for finding in json.loads(path.read_text(encoding="utf-8"))["findings"]} >= {
            "differs"
        }


def test_a_library_that_has_changed_is_not_shown_as_it_was(page: Page, library: Library) -> None:
    _run(page)
    library.ingest([sample_files()[1]])
    page.click("#audit-table [data-do=finding]")
    page.wait_for_selector("text=请重新核对")
    assert page.locator("#audit-sides img").count() == 0
