"""A headless Chromium, and the screen served from this process."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from ui.conversation import Ask
from ui.handlers import Shelf
from ui.screen import keep_to_this_machine, launch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here (Debian: apt-get install chromium fonts-noto-cjk)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        yield browser
        browser.close()


@contextmanager
def served(
    library: Shelf, ask: Ask, credentials: tuple[str, str] | None = None, *, read_only: bool = False
) -> Iterator[str]:
    """The screen's address while it is served."""
    keep_to_this_machine(os.environ)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    blocks = launch(library, ask, "127.0.0.1", port, credentials, read_only=read_only, wait=False)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        blocks.close()
