"""The screen in a real browser, over answers by a script: what it shows, what it refuses, what it never asks for."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pypdfium2
import pytest
from PIL import Image

from rag.answer import OnStep, Step
from rag.model import Answer
from tests.ui.answers import ANSWER, CELL, NOT_FOUND
from tests.ui.conftest import served
from tests.ui.scripted import POINTS, ScriptedLibrary
from tests.ui.test_shelf import BUDGET
from ui.evidence import INK, SCALE, TINT, box_in_pixels

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ATTACK = '<img src="https://evil.example/x.png" onerror="alert(1)"><svg onload=alert(2)>${alert(3)}{{constructor}}'
DOCUMENT = replace(BUDGET, file_name=f"{ATTACK}.pdf", agency=ATTACK, warnings=(ATTACK,))


def _untold(step: Step) -> None:
    """Nobody waits."""


def _script(question: str, turns: Sequence[str], on_step: OnStep = _untold) -> Answer:
    if "慢" in question:
        on_step(Step.CHECKING)
        time.sleep(1.0)
    if "2022" in question:
        return replace(NOT_FOUND, question=question, choices=("改革协调局2021年公务接待费是多少？",))
    if "攻击" in question:
        cell = replace(CELL, document=ATTACK, quote=ATTACK, row=ATTACK)
        return replace(ANSWER, text=f"{ATTACK} ![x](https://evil.example/y.png) [1]", citations=(cell,), figures=())
    return replace(ANSWER, question=question)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> ScriptedLibrary:
    return ScriptedLibrary(tmp_path_factory.mktemp("pages"), DOCUMENT)


@pytest.fixture(scope="module")
def address(library: ScriptedLibrary) -> Iterator[str]:
    with served(library, _script) as url:
        yield url


class Visit:
    """A browser at the page, with every dialog and every request that it made."""

    def __init__(self, browser: Browser, address: str, *, locale: str = "zh-CN", width: int = 1280) -> None:
        self.context = browser.new_context(locale=locale, viewport={"width": width, "height": 900})
        self.page: Page = self.context.new_page()
        self.dialogs: list[str] = []
        self.hosts: set[str] = set()
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        self.page.goto(address)
        self.page.wait_for_selector("#masthead h1")

    def ask(self, question: str) -> None:
        replies = self.page.locator(".mz-reply").count()
        self.page.fill("#question textarea", question)
        self.page.click("#send")
        self.page.locator(".mz-reply").nth(replies).wait_for()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    visit = Visit(browser, address)
    yield visit
    visit.context.close()


def _picture(page: Page) -> Image.Image:
    """The page image as the server sent it."""
    page.wait_for_selector("#page-image img")
    source = page.get_attribute("#page-image img", "src")
    assert source
    return Image.open(io.BytesIO(page.request.get(urljoin(page.url, source)).body())).convert("RGB")


def _caption(page: Page, words: str) -> None:
    """Waits until the page on view is the one that the words name."""
    page.wait_for_function("words => document.querySelector('#page-image')?.innerText.includes(words)", arg=words)


def test_a_question_shows_answer_figure_source_and_the_boxed_page(visit: Visit) -> None:
    visit.ask("改革协调局2021年公务接待费是多少？")
    page = visit.page
    assert "4.00 万元" in page.inner_text("#chat")
    assert "一致" in page.inner_text("#chat")
    assert "4.00 万元" in page.inner_text("#figures")
    assert "第15页" in page.inner_text("#citations")
    picture = _picture(page)
    assert CELL.bbox
    left, top, right, bottom = box_in_pixels(CELL.bbox, picture.size, SCALE)
    middle = (top + bottom) // 2
    assert [picture.getpixel(at) for at in ((left, middle), (right, middle), (left + 9, top))] == [INK] * 3
    assert picture.getpixel((left - 2, middle)) == (255, 255, 255)


def test_the_box_is_seen_where_the_cell_is(visit: Visit) -> None:
    """In the pixels that the browser paints, not in what the server sent: the frame has moved to the place."""
    visit.ask("接待费？")
    page = visit.page
    page.wait_for_function("document.querySelector('#page-image img').naturalWidth > 0")
    page.wait_for_timeout(200)
    picture, frame = page.locator("#page-image img").bounding_box(), page.locator(".mz-sheet").bounding_box()
    assert picture and frame and CELL.bbox
    scale = picture["width"] / POINTS[0]
    middle = ((CELL.bbox[0] + 30) * scale + picture["x"], (CELL.bbox[1] + CELL.bbox[3]) / 2 * scale + picture["y"])
    assert frame["x"] < middle[0] < frame["x"] + frame["width"]
    assert frame["y"] < middle[1] < frame["y"] + frame["height"]
    painted = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    assert painted.getpixel((round(middle[0]), round(middle[1]))) == TINT


def test_marks_and_figures_open_their_page_and_the_arrows_turn_it(visit: Visit) -> None:
    visit.ask("接待费？")
    page = visit.page
    page.click("#chat .mz-mark[data-cite='2']")
    _caption(page, "第5页")
    page.click("[data-step='1']")
    _caption(page, "第6页")
    page.click("#citations [data-cite='1']")
    _caption(page, "第15页")
    page.click("[data-step='-1']")
    _caption(page, "第14页")
    page.click("#figures .mz-figure")
    _caption(page, "第15页")


def test_the_page_can_be_enlarged_and_the_place_stays_in_view(visit: Visit) -> None:
    visit.ask("接待费？")
    page = visit.page
    page.wait_for_function("document.querySelector('#page-image img').naturalWidth > 0")
    width = page.locator("#page-image img").bounding_box()
    page.click("[data-zoom='1']")
    page.click("[data-zoom='1']")
    wider = page.locator("#page-image img").bounding_box()
    assert width and wider and wider["width"] == pytest.approx(2 * width["width"], rel=0.02)
    assert page.evaluate("document.querySelector('.mz-sheet').scrollLeft") > 0


def test_a_citation_goes_to_the_clipboard(visit: Visit) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask("接待费？")
    visit.page.click("#page-image [data-copy]")
    visit.page.wait_for_selector("text=已复制")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("《改革协调局2021》第15页，表“") and copied.endswith("4.00 万元")


def test_the_address_leads_back_to_the_answer_and_the_page(visit: Visit, browser: Browser) -> None:
    visit.ask("一")
    visit.ask("接待费？")
    page = visit.page
    page.click("#chat .mz-turn:last-child .mz-mark[data-cite='2']")
    _caption(page, "第5页")
    page.click("[data-step='1']")
    _caption(page, "第6页")
    for again in (page, browser.new_page(locale="zh-CN")):
        again.goto(page.url)
        _caption(again, "第6页")
        again.locator(".mz-asked").nth(1).wait_for()
        assert again.locator(".mz-asked").all_inner_texts() == ["一", "接待费？"]
    again.close()


def test_who_waits_sees_how_far_the_answer_is(visit: Visit) -> None:
    visit.page.fill("#question textarea", "慢")
    visit.page.click("#send")
    visit.page.wait_for_selector(".mz-steps .mz-now")
    assert visit.page.inner_text(".mz-steps .mz-now") == "核对"
    visit.page.wait_for_selector(".mz-reply")
    assert visit.page.locator(".mz-steps").count() == 0


def test_with_the_keyboard_alone_a_source_is_opened_and_the_focus_stays(visit: Visit) -> None:
    visit.ask("接待费？")
    page = visit.page
    page.focus("#citations .mz-citation[data-cite='2']")
    page.keyboard.press("Enter")
    _caption(page, "第5页")
    page.wait_for_function("document.activeElement.dataset.cite === '2'")


def test_an_offered_question_is_asked_by_a_click_and_enter_asks_too(visit: Visit) -> None:
    page = visit.page
    page.fill("#question textarea", "2022年呢？")
    page.press("#question textarea", "Enter")
    page.wait_for_selector("#chat .mz-reply [data-ask]")
    assert page.input_value("#question textarea") == ""
    assert page.locator("#page-image img").count() == 0
    page.click("#chat .mz-reply [data-ask]")
    page.locator(".mz-reply").nth(1).wait_for()
    assert "4.00 万元" in page.inner_text("#chat")


def test_the_newest_turn_is_in_view_and_the_page_does_not_move(visit: Visit) -> None:
    for question in ("一", "二", "三", "四", "五"):
        visit.ask(question)
    _picture(visit.page)
    visit.page.wait_for_timeout(500)
    frame = visit.page.locator("#chat").bounding_box()
    newest = visit.page.locator(".mz-asked").last.bounding_box()
    assert frame and newest
    assert frame["y"] <= newest["y"] <= frame["y"] + frame["height"] - newest["height"]
    assert visit.page.evaluate("window.scrollY") == 0


def test_a_slow_answer_comes_into_view_too(visit: Visit) -> None:
    """Its question stood at the end of the frame while it was waited for."""
    for question in ("一", "二", "慢"):
        visit.ask(question)
    visit.page.wait_for_timeout(300)
    frame = visit.page.locator("#chat").bounding_box()
    newest = visit.page.locator(".mz-turn").last.bounding_box()
    assert frame and newest
    assert newest["y"] + newest["height"] <= frame["y"] + frame["height"]


def test_what_is_typed_while_an_answer_is_waited_for_stays(visit: Visit) -> None:
    page = visit.page
    page.fill("#question textarea", "慢")
    page.click("#send")
    page.wait_for_selector(".mz-steps .mz-now")
    page.fill("#question textarea", "下一个问题")
    page.wait_for_selector(".mz-reply")
    page.wait_for_timeout(200)
    assert page.input_value("#question textarea") == "下一个问题"


def test_texts_of_documents_and_questions_stay_text(visit: Visit) -> None:
    page = visit.page
    visit.ask(f"攻击 {ATTACK}")
    page.wait_for_selector("#page-image img")
    page.get_by_role("tab", name="资料库").click()
    page.wait_for_selector("#library-table table")
    assert ATTACK in page.inner_text("#library-table")
    assert "尚无索引。" in page.inner_text("#library-table")
    page.wait_for_timeout(300)
    assert visit.dialogs == []
    assert page.locator("#chat img, #citations img, #library-table img, [onerror], [onload]").count() == 0
    page.get_by_role("tab", name="提问").click()
    assert ATTACK in page.inner_text("#chat")


def test_no_other_host_is_asked_for_anything(visit: Visit, address: str) -> None:
    visit.ask(f"攻击 {ATTACK}")
    _picture(visit.page)
    visit.page.get_by_role("tab", name="资料库").click()
    assert visit.hosts - {""} == {urlsplit(address).netloc}


@pytest.mark.parametrize(
    ("locale", "words"),
    [("zh-CN", ("明账", "提问", "资料库")), ("zh-TW", ("提问",)), ("en-US", ("Ask", "Library")), ("de-DE", ("Ask",))],
)
def test_the_interface_speaks_the_browsers_language(
    browser: Browser, address: str, locale: str, words: tuple[str, ...]
) -> None:
    visit = Visit(browser, address, locale=locale)
    text = visit.page.inner_text("body")
    visit.context.close()
    assert [word for word in words if word not in text] == []


def test_a_phone_does_not_scroll_sideways(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, width=360)
    visit.ask("接待费？")
    _picture(visit.page)
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    visit.context.close()
    assert width <= 360


def test_an_answer_can_be_printed_with_its_page_and_its_sources(browser: Browser, address: str) -> None:
    """In the dark theme too: black on white, nothing cut off, no controls."""
    context = browser.new_context(locale="zh-CN", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}?q=接待费？")
    _picture(page)
    page.wait_for_function("document.querySelector('#page-image img').naturalWidth > 0")
    printed = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = "".join(each.get_textpage().get_text_range() for each in printed)
    sheets = [each.render(scale=0.5).to_pil().convert("RGB") for each in printed]
    context.close()
    assert [word for word in ("接待费？", "4.00 万元", "一致", "出处", "第15页", "第5页") if word not in text] == []
    assert [word for word in ("复制", "存为", "浏览数据", "打开原件") if word in text] == []
    assert [sheet.getpixel((3, 3)) for sheet in sheets] == [(255, 255, 255)] * len(sheets)
    assert any(TINT in {colour for _, colour in sheet.getcolors(1 << 20)} for sheet in sheets)


def test_an_upload_reaches_the_library_and_is_reported(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "预算2021.txt"
    file.write_text("公务接待费4.00万元", encoding="utf-8")
    visit.page.get_by_role("tab", name="资料库").click()
    visit.page.set_input_files("#upload input[type=file]", file)
    visit.page.wait_for_selector("#ingest-report li")
    assert "预算2021.txt" in visit.page.inner_text("#ingest-report")


def test_a_question_without_end_is_refused_politely(visit: Visit) -> None:
    visit.page.evaluate("document.querySelector('#question textarea').removeAttribute('maxlength')")
    visit.page.fill("#question textarea", "长" * 5000)
    visit.page.click("#send")
    visit.page.wait_for_selector("text=问题太长")
    assert "没有做成" in visit.page.inner_text(".toast-body") and "Error" not in visit.page.inner_text(".toast-body")
    assert visit.page.locator(".mz-turn").count() == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Connection to the server was lost. Attempting reconnection...", "与服务器的连接断了，正在重新连接……"),
        (
            "File(s) exceed the maximum allowed size of 2 MB: 甲.pdf",
            "文件超过上限（2 MB），请拆成几份再加入：甲.pdf",
        ),
        ("Queue is full. Max size is 128 and size is 128.", "现在排队的人太多，请稍后再试。"),
    ],
)
def test_what_gradio_says_is_told_in_the_pages_language(visit: Visit, said: str, told: str) -> None:
    page = visit.page
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.evaluate(
        """said => {
            const message = Object.assign(document.createElement('div'), { className: 'toast-body' });
            message.textContent = said;
            document.body.append(message);
        }""",
        said,
    )
    page.wait_for_function("told => document.querySelector('.toast-body').textContent === told", arg=told)
