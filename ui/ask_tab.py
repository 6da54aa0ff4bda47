"""The tab where questions are asked: conversation, chart and figures left; the page and the sources right."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from ui.conversation import LONGEST_QUESTION
from ui.handlers import Handlers
from ui.texts import script

AT_ONCE = 8  # questions answered at the same time; more wait in the queue
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
html = partial(gr.HTML, apply_default_css=False)


@dataclass(frozen=True, slots=True)
class AskTab:
    question: gr.Textbox
    send: gr.Button
    chat: gr.HTML
    figures: gr.HTML
    chart: gr.HTML
    page: gr.HTML
    citations: gr.HTML

    def view(self, conversation: gr.State) -> list[Any]:
        """What `Handlers` show, in their order."""
        return [conversation, self.chat, self.figures, self.chart, self.page, self.citations]

    def connect(self, handlers: Handlers, conversation: gr.State) -> None:
        """Which handler answers which event."""
        view = self.view(conversation)
        asking = {"concurrency_limit": AT_ONCE, **QUIET}
        for event in (self.send.click, self.question.submit):
            event(handlers.ask, [self.question, conversation], [self.question, *view], **asking)
        self.chat.ask(handlers.ask_offered, [conversation], view, **asking)
        for marked in (self.chat, self.figures, self.chart, self.citations):
            marked.cite(handlers.cite, [conversation], view, **asking)
        self.page.step(handlers.step, [conversation], view, **asking)


def lay_out(t: gr.I18n) -> AskTab:
    """The tab's components, in the row that is being built."""
    clicks = script("clicks.js")
    with gr.Row():
        with gr.Column(scale=5, min_width=300, elem_id="conversation"):
            chat = html(elem_id="chat", js_on_load=clicks + script("follow.js") + script("address.js"))
            with gr.Row(equal_height=True, elem_id="asking"):
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
            chart = html(elem_id="chart", js_on_load=clicks)
            figures = html(elem_id="figures", js_on_load=clicks)
        with gr.Column(scale=6, min_width=300, elem_id="evidence"):
            page = html(elem_id="page-image", js_on_load=clicks + script("viewer.js"))
            citations = html(elem_id="citations", js_on_load=clicks)
    return AskTab(question, send, chat, figures, chart, page, citations)
