"""The page's layout: conversation left, evidence right, the library behind a tab."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.service import Service
from ui import api, ask_tab
from ui.conversation import Ask, Conversation
from ui.handlers import Handlers, Shelf
from ui.texts import DATA, LANGUAGES, load_texts

# Names only, so that no font is fetched from anywhere.
FONTS = ["system-ui", "-apple-system", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
FILE_TYPES = [".pdf", ".txt", ".md", ".html", ".htm", ".docx", ".xlsx"]
QUEUE = 128  # requests that may wait; the next one is told that the server is busy
LARGEST_UPLOAD = "200mb"
CLEAN_EVERY_S, KEEP_FOR_S = 3600, 86_400  # page images and uploads that were handed to browsers


def translations() -> gr.I18n:
    """The texts that the browser puts in by its own language."""
    return gr.I18n(**{language: load_texts(language).plain() for language in LANGUAGES})


def build(library: Shelf, answer: Ask, *, read_only: bool = False) -> gr.Blocks:
    """The page's layout, and which handler answers which event; `read_only`: nothing that changes the library."""
    handlers = Handlers(library, answer)
    t = translations()
    page = gr.Blocks(title="明账 mingzhang", analytics_enabled=False, delete_cache=(CLEAN_EVERY_S, KEEP_FOR_S))
    with page:
        api.offer(Service(library, answer))  # first: a listener would take the name of its function
        conversation = gr.State(Conversation())
        masthead = ask_tab.html(elem_id="masthead")
        with gr.Tab(t("tab_ask")):
            asking = ask_tab.lay_out(t)
        with gr.Tab(t("tab_library")):
            upload = gr.File(
                label=t("upload_label"),
                file_count="multiple",
                file_types=FILE_TYPES,
                height=150,
                elem_id="upload",
            )
            report = ask_tab.html(elem_id="ingest-report")
            documents = ask_tab.html(elem_id="library-table")

        view = asking.view(conversation)
        page.load(handlers.open, [conversation], [masthead, documents, *view], **ask_tab.QUIET)
        asking.connect(handlers, conversation)
        added = [upload, report, documents, *view]
        upload.upload(handlers.add, [upload, conversation], added, api_visibility="private")
    return page


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
        css_paths=[DATA / "style.css"],
        **options,
    )
