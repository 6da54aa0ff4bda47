"""The page's layout: conversation left, evidence right, the library behind a tab."""

from __future__ import annotations

import json
from typing import Any

import gradio as gr

from rag.library import Library
from rag.service import Service
from ui import api, ask_tab, audit_tab, explore_tab, shelf_tab
from ui.audit_tab import AuditHandlers
from ui.conversation import Ask, Conversation
from ui.explore_handlers import ExploreHandlers
from ui.handlers import Handlers
from ui.intake import Intake
from ui.sentences import browser_sentences
from ui.sheets import Sheets
from ui.shelf_tab import ShelfHandlers
from ui.texts import DATA, LANGUAGES, load_texts, script

# Names only, so that no font is fetched from anywhere.
FONTS = ["system-ui", "-apple-system", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
QUEUE = 128  # requests that may wait; the next one is told that the server is busy
LARGEST_UPLOAD = "200mb"
MEDIA = {"(max-width: 700px)": "narrow.css", "print": "print.css"}
TABS = ("explore", "audit", "library")  # beside the first
CLEAN_EVERY_S, KEEP_FOR_S = 3600, 86_400  # page images and uploads that were handed to browsers


def translations() -> gr.I18n:
    """The texts that the browser puts in by its own language."""
    return gr.I18n(**{language: load_texts(language).plain() for language in LANGUAGES})


def build(library: Library, service: Service, answer: Ask, sheets: Sheets, intake: Intake | None = None) -> gr.Blocks:
    """The page's layout, and which handler answers which event; without an intake nothing changes the library."""
    handlers = Handlers(library, answer, sheets)
    shelf_handlers = ShelfHandlers(library, intake)
    t = translations()
    page = gr.Blocks(title="明账 mingzhang", analytics_enabled=False, delete_cache=(CLEAN_EVERY_S, KEEP_FOR_S))
    with page:
        api.offer(service)  # first: a listener would take the name of its function
        conversation = gr.State(Conversation())
        masthead = ask_tab.html(elem_id="masthead")
        with gr.Tabs() as tabs:
            with gr.Tab(t("tab_ask"), id="ask") as first:
                asking = ask_tab.lay_out(t)
            exploring = explore_tab.lay_out(t)
            auditing = audit_tab.lay_out(t)
            shelf = shelf_tab.lay_out(t, read_only=intake is None)

        view = asking.view(conversation)
        page.load(handlers.open, [conversation], [masthead, *view], **ask_tab.QUIET)
        asking.connect(handlers, conversation)
        exploring.connect(ExploreHandlers(library, sheets), page.load)
        page.load(_opened, None, [tabs], **ask_tab.QUIET)
        shelf.connect(shelf_handlers)
        auditing.connect(AuditHandlers(library, service))
        shelf.rest_on(first, exploring.tab, auditing.tab)
        first.select(shelf_handlers.welcome, [conversation], [asking.chat], **ask_tab.QUIET)
    return page


def _speaking() -> str:
    """In the head too, since it has to hear what Gradio says before any component is there."""
    written = json.dumps(browser_sentences(), ensure_ascii=False).replace("</", "<\\/")
    return f"<script>{script('language.js').replace('SENTENCES', written, 1)}</script>"


def _for_media(media: str, name: str) -> str:
    """In the head, since Gradio puts its own names before every selector of a style within @media."""
    return f'<style media="{media}">{(DATA / name).read_text(encoding="utf-8")}</style>'


def _opened(request: gr.Request) -> Any:
    """The tab that the address names."""
    tab = request.query_params.get("tab")
    return gr.Tabs(selected=tab) if tab in TABS else gr.skip()


def launch(page: gr.Blocks, **options: Any) -> None:
    """Serve the page with our texts, style and limits; `options` are Gradio's."""
    page.queue(max_size=QUEUE)
    page.launch(
        share=False,
        allowed_paths=[],
        max_file_size=LARGEST_UPLOAD,
        footer_links=[],
        ssr_mode=False,
        i18n=translations(),
        theme=gr.themes.Base(primary_hue="blue", font=FONTS, font_mono=["monospace"]),
        css_paths=[DATA / "style.css", DATA / "library.css"],
        head=_speaking() + "".join(_for_media(media, name) for media, name in MEDIA.items()),
        **options,
    )
