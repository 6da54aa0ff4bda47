"""Gradio's upload components, made to keep the name that a file had where it came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import gradio as gr
from gradio.data_classes import ListFiles

Uploaded = tuple[Path, str]
"""Where Gradio put a file, and the name that its sender gave it, which may be any text."""
Component = TypeVar("Component", gr.File, gr.UploadButton)


def keeping_names(component: Component) -> Component:
    """The component, whose handlers get `Uploaded` files.

    Set on the object and not in a subclass, since Gradio writes a file beside the source of every subclass.
    """
    component.preprocess = _uploaded
    return component


def _uploaded(payload: Any) -> list[Uploaded]:
    """Gradio has made sure by now that the paths are those of uploads."""
    if payload is None:
        return []
    files = payload if isinstance(payload, ListFiles) else [payload]
    return [(Path(file.path), file.orig_name or Path(file.path).name) for file in files]
