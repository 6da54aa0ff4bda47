"""The page's layout: conversation left, evidence right, the library behind a tab."""

from __future__ import annotations

from functools import partial
from typing import Any

import gradio as gr

from rag.service import Service
from ui import api
from ui.conversation import LONGEST_QUESTION, Ask, Conversation
from ui.handlers import Handlers, Shelf
from ui.texts import DATA, LANGUAGES, load_texts

# Names only, so that no font is fetched from anywhere.
FONTS = ["system-ui", "-apple-system", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
FILE_TYPES = [".pdf", ".txt", ".md", ".html", ".htm", ".docx", ".xlsx"]
AT_ONCE = 8  # questions answered at the same time; more wait in the queue
QUEUE = 128  # requests that may wait; the next one is told that the server is busy
LARGEST_UPLOAD = "200mb"
CLEAN_EVERY_S, KEEP_FOR_S = 3600, 86_400  # page images and uploads that were handed to browsers


def translations() -> gr.I18n:
    """The texts that the browser puts in by its own language."""
    return gr.I18n(**{language: load_texts(language).plain() for language in LANGUAGES})


def script(name: str) -> str:
    """What runs in the browser when a component is there."""
    return (DATA / name).read_text(encoding="utf-8")


def build(library: Shelf, answer: Ask, *, read_only: bool = False) -> gr.Blocks:
    """The page's layout, and which handler answers which event; `read_only`: nothing that changes the library."""
    handlers = Handlers(library, answer)
    clicks = script("clicks.js")
    t = translations()
    page = gr.Blocks(title="明账 mingzhang", analytics_enabled=False, delete_cache=(CLEAN_EVERY_S, KEEP_FOR_S))
    html = partial(gr.HTML, apply_default_css=False)
    with page:
        api.offer(Service(library, answer))  # first: a listener would take the name of its function
        conversation = gr.State(Conversation())
        masthead = html(elem_id="masthead")
        with gr.Tab(t("tab_ask")), gr.Row():
            with gr.Column(scale=5, min_width=300, elem_id="conversation"):
                chat = html(elem_id="chat", js_on_load=clicks + script("follow.js"))
                with gr.Row(equal_height=True):
                    question = gr.Textbox(
                        label=t("question_label"),
                        placeholder=t("question_hint"),
                        elem_id="question",
                        show_label=False,
                        container=False,
                        scale=6,
                        min_width=180,
                        max_length=LONGEST_QUESTION,
                        autofocus=True,
                    )
                    send = gr.Button(t("send"), elem_id="send", variant="primary", scale=1, min_width=80)
            with gr.Column(scale=6, min_width=300, elem_id="evidence"):
                figures = html(elem_id="figures", js_on_load=clicks)
                citations = html(elem_id="citations", js_on_load=clicks)
                with gr.Row(elem_id="page-turner", visible=False) as turner:
                    back = gr.Button(t("previous_page"), elem_id="previous-page", size="sm", scale=0, min_width=90)
                    caption = html(elem_id="page-caption", scale=1, min_width=100)
                    forward = gr.Button(t("next_page"), elem_id="next-page", size="sm", scale=0, min_width=90)
                image = gr.Image(
                    elem_id="page-image",
                    type="pil",
                    format="png",
                    label=t("page_image"),
                    show_label=False,
                    interactive=False,
                    buttons=["fullscreen"],
                    visible=False,
                )
        with gr.Tab(t("tab_library")):
            upload = gr.File(
                label=t("upload_label"),
                file_count="multiple",
                file_types=FILE_TYPES,
                height=150,
                elem_id="upload",
            )
            report = html(elem_id="ingest-report")
            documents = html(elem_id="library-table")

        view = [conversation, chat, figures, citations, turner, caption, image]
        quiet: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
        page.load(handlers.open, [conversation], [masthead, documents, *view], **quiet)
        for event in (send.click, question.submit):
            event(handlers.ask, [question, conversation], [question, *view], concurrency_limit=AT_ONCE, **quiet)
        chat.ask(handlers.ask_offered, [conversation], view, concurrency_limit=AT_ONCE, **quiet)
        for marked in (chat, figures, citations):
            marked.cite(handlers.cite, [conversation], view, concurrency_limit=AT_ONCE, **quiet)
        back.click(handlers.back, [conversation], view, **quiet)
        forward.click(handlers.forward, [conversation], view, **quiet)
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
