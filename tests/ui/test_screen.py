from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from rag import Library
from samples import sample_files
from ui.access import ScreenError
from ui.screen import keep_to_this_machine, require_free, serve, warm


def test_serving_others_without_a_password_makes_no_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MINGZHANG_AUTH", "MINGZHANG_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ScreenError):
        serve(tmp_path / "library", host="0.0.0.0", port=1)
    assert not (tmp_path / "library").exists()


def test_libraries_are_told_to_ask_no_other_host() -> None:
    environment: dict[str, str] = {}
    keep_to_this_machine(environment)
    assert environment == {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}


def test_importing_the_screen_does_not_load_gradio() -> None:
    code = "import sys, ui.screen; print(sorted({'gradio', 'torch', 'chromadb'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_port_in_use_is_a_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ScreenError, match=f"127.0.0.1:{port} .*another --port"):
            require_free("127.0.0.1", port)
    require_free("127.0.0.1", port)


def test_what_a_first_visitor_is_offered_has_been_asked_and_drawn(tmp_path: Path) -> None:
    with Library.open(tmp_path, create=True) as library:
        warm(library)  # an empty one offers nothing
        library.ingest([sample_files()[0]])
        warm(library)
    assert len(list((tmp_path / "images").rglob("*.png"))) == 1
