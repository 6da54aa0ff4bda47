"""From the sample files to the boxed cell in a real browser, with nothing scripted."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin
from zipfile import ZipFile

import frictionless
import pytest
from openpyxl import load_workbook
from PIL import Image

from extractors.model import BBox
from rag import Library, answer
from rag.answer import OnStep
from rag.model import Answer
from samples import sample_files
from tests.ui.conftest import served
from ui.evidence import HEADING, INK, ROW, SCALE, box_in_pixels, find_highlights

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AGENCY = "洛阳高新技术产业开发区改革协调局"
QUESTION = "改革协调局2021年公务接待费是多少？"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("samples"), create=True) as library:
        report = library.ingest(sample_files())
        assert [file.status for file in report.files] == ["added"] * len(sample_files())
        yield library


@pytest.fixture(scope="module")
def page(browser: Browser, library: Library) -> Iterator[Page]:
    def ask(question: str, turns: Sequence[str], on_step: OnStep = lambda step: None) -> Answer:
        return answer(question, library, turns=turns, on_step=on_step)

    with served(library, ask) as address:
        page = browser.new_page(locale="zh-CN", viewport={"width": 1360, "height": 940})
        page.goto(address)
        page.wait_for_selector("#chat [data-ask]")
        yield page
        page.close()


def test_the_examples_offered_are_answered_from_the_samples(library: Library, page: Page) -> None:
    offered = page.locator("#chat [data-ask]").all_inner_texts()
    assert len(offered) == 4
    assert {answer(question, library).status for question in offered} == {"answered"}


def test_a_first_time_reader_finds_the_figure_and_its_page_in_three_actions(browser: Browser, page: Page) -> None:
    """Type the question, send it, click the figure: as the README says."""
    first_time = browser.new_page(locale="zh-CN")
    first_time.goto(urljoin(page.url, "/"))
    first_time.fill("#question textarea", "2021年公务接待费")
    first_time.press("#question textarea", "Enter")
    first_time.click("#chat .mz-reply .mz-figure:has-text('4.00')")
    first_time.wait_for_function("document.querySelector('#page-image img').naturalWidth > 0")
    caption = first_time.inner_text("#page-image figcaption")
    assert "改革协调局2021年部门预算（样例）.pdf" in caption and "第15页" in caption
    first_time.close()


def test_the_question_of_the_readme_ends_at_the_boxed_cell(library: Library, page: Page) -> None:
    page.fill("#question textarea", QUESTION)
    page.click("#send")
    page.wait_for_selector("#page-image img")
    assert "4.00 万元" in page.inner_text("#chat")
    assert "一致" in page.inner_text("#chat")
    assert "4.00 万元" in page.inner_text("#figures")

    cited = answer(QUESTION, library).citations[0]
    assert (cited.kind, cited.quote) == ("cell", "4.00")
    assert cited.bbox
    assert f"第{cited.page}页" in page.inner_text("#page-image figcaption")
    source = urljoin(page.url, str(page.get_attribute("#page-image img", "src")))
    shown = Image.open(io.BytesIO(page.request.get(source).body())).convert("RGB")
    plain = _plain_page(library, cited.document_id, cited.page)
    left, top, right, bottom = box_in_pixels(cited.bbox, shown.size, SCALE)
    assert [shown.getpixel(at) for at in ((left, top), (right, top), (left, bottom), (right, bottom))] == [INK] * 4
    marked = find_highlights(library.extraction_tables(cited.document_id), cited.page, cited.bbox)
    assert (len(marked.row), len(marked.headings)) == (2, 1)
    in_row, in_heading = (_inside(box, shown.size) for box in (marked.row[0], marked.headings[0]))
    assert [plain.getpixel(at) for at in (in_row, in_heading)] == [(255, 255, 255)] * 2
    assert [shown.getpixel(at) for at in (in_row, in_heading)] == [ROW, HEADING]


def _inside(box: BBox, size: tuple[int, int]) -> tuple[int, int]:
    """A pixel in the corner of a cell, between its ruling and its text."""
    left, _, _, bottom = box_in_pixels(box, size, SCALE)
    return left + 5, bottom - 7


def _plain_page(library: Library, document_id: str, page: int) -> Image.Image:
    path = library.page_image(document_id, page, scale=SCALE)
    assert isinstance(path, Path)
    with Image.open(path) as image:
        return image.convert("RGB")


def test_a_follow_up_is_understood_in_the_light_of_the_first_question(page: Page) -> None:
    asked = page.locator(".mz-reply").count()
    for number, question in enumerate((QUESTION, "政务服务局呢？")):
        page.fill("#question textarea", question)
        page.click("#send")
        page.locator(".mz-reply").nth(asked + number).wait_for()
    assert "5.00 万元" in page.locator(".mz-turn").last.inner_text()


def test_the_library_tab_lists_the_samples(page: Page) -> None:
    page.get_by_role("tab", name="资料库").click()
    page.wait_for_selector("#library-table table")
    assert [path.name in page.inner_text("#library-table") for path in sample_files()] == [True] * 4


def test_what_is_explored_can_be_narrowed_compared_and_saved(page: Page, tmp_path: Path) -> None:
    page.get_by_role("tab", name="浏览数据").click()
    page.wait_for_selector("#facts table")
    page.fill("#filter-text input, #filter-text textarea", "公务接待费")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('#facts [data-fact]').length < 20")
    page.locator("#facts tr", has_text="4.00 万元").locator("[data-fact]").first.click()
    page.wait_for_selector("#explore-page img")
    assert "改革协调局2021年部门预算" in page.inner_text("#explore-page figcaption")

    page.locator("#explore-view label", has_text="机构并排").click()
    page.wait_for_selector(".mz-compared")
    compared = page.locator(".mz-compared tr", has_text="“三公”经费表").first.inner_text()
    assert "4.00 万元" in compared and "5.00 万元" in compared

    with page.expect_download() as download:
        page.click("#facts a[href*='.xlsx']")
    saved = tmp_path / "facts.xlsx"
    download.value.save_as(saved)
    headings, *rows = load_workbook(saved).worksheets[0].iter_rows(values_only=True)
    assert "洛阳高新技术产业开发区改革协调局 · page" in headings
    assert {row[0] for row in rows} >= {"公务接待费"}


def test_the_address_leads_back_to_what_was_explored_and_to_each_tab(browser: Browser, page: Page) -> None:
    address = urlencode({"tab": "explore", "agency": AGENCY, "text": "公务接待费", "view": "years"})
    again = browser.new_page(locale="zh-CN")
    again.goto(urljoin(page.url, f"/?{address}"))
    again.wait_for_selector(".mz-compared")
    assert again.input_value("#filter-text input, #filter-text textarea") == "公务接待费"
    assert AGENCY in again.inner_text("#filter-agency")
    again.locator("#explore-view label", has_text="逐条列出").click()
    again.wait_for_selector(".mz-facts")
    again.wait_for_function("location.search.includes('view=list')")
    again.reload()
    again.wait_for_selector(".mz-facts")
    assert set(again.locator(".mz-facts tr td:first-child").all_inner_texts()) == {AGENCY}
    again.locator(".mz-facts [data-fact]").first.click()
    again.wait_for_selector("#explore-page img")
    again.click("#explore-page [data-step='1']")
    again.wait_for_function("location.search.includes('&page=') && location.search.includes('&fact=')")
    shown = again.inner_text("#explore-page figcaption")
    again.reload()
    again.wait_for_selector("#explore-page img")
    assert again.inner_text("#explore-page figcaption") == shown
    again.get_by_role("tab", name="提问").click()
    again.wait_for_function("location.search === ''")
    assert again.locator("#page-image img").count() == 0, "the page belongs to what is explored"
    for name, tab in (("核对", "audit"), ("资料库", "library")):
        again.get_by_role("tab", name=name).click()
        again.wait_for_function("tab => location.search === `?tab=${tab}`", arg=tab)
        again.reload()
        again.wait_for_selector(f"#{tab}-tab", state="visible")
    again.close()


def test_the_answers_table_can_be_saved(library: Library, page: Page) -> None:
    saved = page.request.get(urljoin(page.url, f"answer.csv?{urlencode({'q': QUESTION})}"))
    assert saved.headers["content-disposition"].startswith("attachment")
    assert "改革协调局2021年部门预算（样例）.pdf" in saved.body().decode("utf-8-sig")


def test_the_whole_library_can_be_saved_and_is_a_valid_data_package(page: Page, tmp_path: Path) -> None:
    page.get_by_role("tab", name="资料库").click()
    with page.expect_download() as download:
        page.click("#library-table a[download]")
    download.value.save_as(tmp_path / "library.zip")
    with ZipFile(tmp_path / "library.zip") as archive:
        archive.extractall(tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert report.valid and {task.name for task in report.tasks} >= {"facts", "documents"}


def test_everyday_words_are_explained_where_they_were_understood(page: Page) -> None:
    page.get_by_role("tab", name="提问").click()
    replies = page.locator(".mz-reply").count()
    page.fill("#question textarea", "改革协调局2021年吃喝花了多少？")
    page.press("#question textarea", "Enter")
    page.locator(".mz-reply").nth(replies).wait_for()
    said = page.locator(".mz-reply").last.inner_text()
    assert "按“公务接待费”理解了“吃喝”" in said and "4.00 万元" in said


def test_a_phone_scrolls_no_tab_sideways(browser: Browser, page: Page) -> None:
    phone = browser.new_page(locale="zh-CN", viewport={"width": 360, "height": 740})
    phone.goto(f"{urljoin(page.url, '/')}?{urlencode({'q': QUESTION})}")
    phone.wait_for_selector("#page-image img")
    phone.click("#chat .mz-figure")
    phone.wait_for_function("document.querySelector('#page-image').getBoundingClientRect().top < innerHeight - 200")
    widths = {}
    for name, there in (
        ("提问", "#figures"),
        ("浏览数据", ".mz-facts"),
        ("核对", "#audit-table .mz-empty"),
        ("资料库", "#library-table table"),
    ):
        phone.get_by_role("tab", name=name).click()
        phone.wait_for_selector(there)
        if name == "核对":
            phone.click("#audit-run")
            phone.wait_for_selector("#audit-table .mz-summary")
        widths[name] = phone.evaluate("document.documentElement.scrollWidth")
    phone.close()
    assert widths == dict.fromkeys(widths, 360)


def test_the_original_opens_in_the_browser(library: Library, page: Page) -> None:
    document = library.documents()[0]
    original = page.request.get(urljoin(page.url, f"original/{document.id}"))
    assert original.body() == library.original(document.id).read_bytes()
    assert original.headers["content-type"] == "application/pdf"
    assert original.headers["content-disposition"].startswith("inline")
