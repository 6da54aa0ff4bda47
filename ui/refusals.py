"""What is refused, as a message on the page that anybody understands."""

from __future__ import annotations

from html import escape

import gradio as gr

from ui.sentences import tell
from ui.texts import Texts


def refusal(sentence: str, texts: Texts) -> gr.Error:
    """To be raised: Gradio shows it and changes nothing else on the page."""
    return gr.Error(escape(tell(sentence, texts)), print_exception=False)
