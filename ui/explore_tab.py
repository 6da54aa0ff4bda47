"""The tab where all facts are looked through: filters above, the facts left, the page of a figure right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from rag.browsing import Dimension
from ui.ask_tab import QUIET, html
from ui.exploration import LONGEST_TEXT, TAB, Exploration, View
from ui.explore_handlers import ExploreHandlers
from ui.explored_page import ExploredPage
from ui.texts import script


@dataclass(frozen=True, slots=True)
class ExploreTab:
    tab: gr.Tab
    exploration: gr.State
    opened: gr.State
    seen: gr.State  # the library's revision of which the facts are
    view: gr.Radio
    text: gr.Textbox
    filters: list[gr.Dropdown]  # in the order of Dimension
    facts: gr.HTML
    page: gr.HTML

    def connect(self, handlers: ExploreHandlers, load: Callable[..., Any]) -> None:
        """Which handler answers which event; `load` is the page's."""
        shown: list[Any] = [self.exploration, self.facts]
        page: list[Any] = [self.opened, self.page]
        everything = [*shown, *self.filters]
        opening = [handlers.open, [self.exploration, self.opened, self.seen], [self.seen, *page, *everything]]
        restored = [self.opened, self.exploration, self.view, self.text, *self.filters]
        load(handlers.restore, None, restored, **QUIET).then(*opening, **QUIET)  # so that the tab opens at once
        self.tab.select(*opening, **QUIET)
        chosen = [self.exploration, self.view, self.text, *self.filters]
        for changed in (self.view.input, self.text.input, self.text.submit, *(each.input for each in self.filters)):
            changed(handlers.select, chosen, everything, trigger_mode="always_last", **QUIET)
        self.facts.sort(handlers.sort, [self.exploration], shown, **QUIET)
        self.facts.turn_to(handlers.turn_to, [self.exploration], shown, **QUIET)
        self.facts.fact(handlers.open_fact, [self.opened], page, **QUIET)
        self.page.step(handlers.step, [self.opened], page, **QUIET)


def lay_out(t: gr.I18n) -> ExploreTab:
    clicks = script("clicks.js")
    with gr.Tab(t("tab_explore"), id=TAB, elem_id="explore") as tab:
        exploration, opened, seen = gr.State(Exploration()), gr.State(ExploredPage()), gr.State(-1)
        with gr.Row(elem_id="explore-filters"):
            filters = [
                gr.Dropdown(
                    [],
                    label=t(f"filter_{dimension.value}"),
                    multiselect=True,
                    elem_id=f"filter-{dimension.value}",
                    min_width=150,
                )
                for dimension in Dimension
            ]
            text = gr.Textbox(label=t("filter_text"), elem_id="filter-text", max_length=LONGEST_TEXT, min_width=150)
        view = gr.Radio(
            [(t(f"view_{view.value}"), view.value) for view in View],
            value=View.LIST.value,
            label=t("view"),
            show_label=False,
            container=False,
            elem_id="explore-view",
        )
        with gr.Row():
            with gr.Column(scale=7, min_width=300):
                facts = html(elem_id="facts", js_on_load=clicks + script("address.js"))
            with gr.Column(scale=5, min_width=300):
                page = html(elem_id="explore-page", js_on_load=clicks + script("viewer.js") + script("address.js"))
    return ExploreTab(tab, exploration, opened, seen, view, text, filters, facts, page)
