"""How soon the screen is there, and how soon it answers a hand: the real server, a real headless Chromium.

    python -m eval.screen_speed [--library DIR] [--visits N] [--locale zh-CN] [--chromium PATH]

Without a library it serves one made of the samples. Every visit is a browser context of its own, with nothing in its
cache, and walks through the tabs as a reader does. Times are taken inside the page: of opening from the start of the
navigation, of an interaction from the key or button that goes down to the frame in which its outcome is painted. Prints
median and 95th percentile in milliseconds, each beside its goal; what a library has nothing for is left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag import Library
from samples import sample_files

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OPENING_GOAL_MS, INTERACTION_GOAL_MS = 2000, 200
OPENING = ("first-paint", "first-contentful-paint", "the question can be typed", "examples are offered")
OUTCOME_WITHIN_MS = 30_000
SETTLE_MS = 300  # before a step, as a hand takes longer too
SCRIPT = Path(__file__).parent / "screen_speed.js"
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
SIZE = {"width": 1280, "height": 900}

QUESTION = "#question textarea"
FACTS, WIDTH = "text('#facts')", "width('#page-image img')"
OPENED = "text('#page-image figcaption')"
OTHER_PAGE = f"{OPENED} !== before && drawn('#page-image img')"
REPLIED = f"[count('.mz-reply'), {OPENED}]"
ANSWERED = f"count('.mz-reply') > before[0] && {OPENED} !== before[1] && drawn('#page-image img')"


@dataclass(frozen=True, slots=True)
class Step:
    """A click on `target`, or a key in it, and what holds once the outcome is in the page.

    `until` and `told` are JavaScript with the helpers of screen_speed.js; `before` is what `told` was before the step.
    """

    name: str
    target: str
    until: str
    told: str = "0"
    typed: str | int = ""  # before Enter: a text, or one of the offered questions by its place


STEPS = (
    Step("example: answer, boxed page", "#chat [data-ask] >> nth=0", ANSWERED, REPLIED),
    Step("question: the box is free again", QUESTION, f"!document.querySelector('{QUESTION}').value", typed=0),
    Step("question: answer, boxed page", QUESTION, ANSWERED, REPLIED, typed=-1),
    Step("another source: boxed page", "#citations [aria-pressed=false] >> nth=-1", OTHER_PAGE, OPENED),
    Step("previous page", "#page-image [data-step='-1']", OTHER_PAGE, OPENED),
    Step("next page", "#page-image [data-step='1']", OTHER_PAGE, OPENED),
    Step("enlarge", "#page-image [data-zoom='1']", f"{WIDTH} > before", WIDTH),
    Step("tab: explore", "[role=tab] >> nth=1", "seen('#facts [data-fact]')"),
    Step("figure: its page", "#facts [data-fact] >> nth=0", "drawn('#explore-page img')"),
    Step("sort", "#facts [data-sort=value]", f"{FACTS} !== before", FACTS),
    Step("the next 50 figures", "#facts [data-turn-to] >> nth=1", f"{FACTS} !== before", FACTS),
    Step("filter by words", "#filter-text :is(input, textarea)", f"{FACTS} !== before", FACTS, typed="费"),
    Step("agencies side by side", "#explore-view label >> nth=1", "seen('.mz-compared')"),
    Step("tab: audit", "[role=tab] >> nth=2", "seen('#audit-run')"),
    Step("audit", "#audit-run", "seen('#audit-table .mz-summary')"),
    Step("finding: both sides", "#audit-table [data-do=finding] >> nth=0", "drawn('#audit-sides img')"),
    Step("tab: library", "[role=tab] >> nth=3", "seen('#library-table table')"),
    Step("tab: ask", "[role=tab] >> nth=0", f"seen('{QUESTION}')"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path)
    parser.add_argument("--visits", type=int, default=10)
    parser.add_argument("--locale", default="zh-CN")
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("chromium-browser"))
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    times: dict[str, list[float]] = {}
    with library_folder(options.library) as folder, served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=FLAGS)
        print(f"{options.visits} visits, Chromium {browser.version}, {os.cpu_count()} processors", flush=True)
        visit(browser, address, options.locale)  # the server's first, which is not for the record
        for _ in range(options.visits):
            for name, taken in visit(browser, address, options.locale).items():
                times.setdefault(name, []).append(taken)
        browser.close()
    for name, taken in times.items():
        print(summary(name, taken))


@contextmanager
def library_folder(given: Path | None) -> Iterator[Path]:
    """The library to serve: the given one, else one of the samples that goes away afterwards."""
    if given is not None:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="mingzhang-speed-") as folder:
        with Library.open(Path(folder), create=True) as library:
            library.ingest(sample_files())
        yield Path(folder)


@contextmanager
def served(library: Path) -> Iterator[str]:
    """The address of `app.py serve` in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "app", "serve", "--library", str(library), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            if not server.stdout.readline():  # it says where it listens, once it does
                raise SystemExit("The server did not start.")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def visit(browser: Browser, address: str, locale: str) -> dict[str, float]:
    """Milliseconds by name: of opening the page in a fresh context, then of every step that the library allows."""
    context = browser.new_context(locale=locale, viewport=SIZE)
    page = context.new_page()
    page.set_default_timeout(OUTCOME_WITHIN_MS)
    page.add_init_script(path=SCRIPT)
    page.goto(address, wait_until="commit")
    usable, complete = page.evaluate("mzUsable")
    paints = page.evaluate("performance.getEntriesByType('paint').map((one) => [one.name, one.startTime])")
    taken = {**dict(paints), "the question can be typed": usable, "examples are offered": complete}
    offered = page.locator("#chat [data-ask]").all_inner_texts()
    for step in STEPS:
        if page.locator(step.target).count():
            taken[step.name] = time_step(page, step, offered)
    context.close()
    return taken


def time_step(page: Page, step: Step, offered: Sequence[str]) -> float:
    page.wait_for_timeout(SETTLE_MS)
    page.evaluate("([until, told]) => mzArm(until, told)", [step.until, step.told])
    if step.typed == "":
        page.click(step.target)
    else:
        page.fill(step.target, offered[step.typed] if isinstance(step.typed, int) else step.typed)
        page.press(step.target, "Enter")
    return float(page.evaluate("mzTimed"))


def summary(name: str, times: Sequence[float]) -> str:
    cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else [*times] * 19
    goal = OPENING_GOAL_MS if name in OPENING else INTERACTION_GOAL_MS
    verdict = "" if cuts[18] < goal else "  MISSED"
    return f"{name:36s} p50 {statistics.median(times):7.0f}  p95 {cuts[18]:7.0f}  goal {goal}{verdict}"


if __name__ == "__main__":
    main()
