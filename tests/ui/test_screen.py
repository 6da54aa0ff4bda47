from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ui.screen import ScreenError, keep_to_this_machine, read_credentials, require_free, require_password, serve


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_needs_no_password(host: str) -> None:
    require_password(host, None)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org"])
def test_other_machines_need_a_password(host: str) -> None:
    with pytest.raises(ScreenError, match="MINGZHANG_AUTH=user:password"):
        require_password(host, None)
    require_password(host, ("clerk", "secret"))


def test_the_password_comes_from_the_environment() -> None:
    assert read_credentials({}) is None
    assert read_credentials({"MINGZHANG_AUTH": "clerk:a:b"}) == ("clerk", "a:b")


@pytest.mark.parametrize("written", ["clerk", ":secret", "clerk:"])
def test_half_a_password_is_refused_without_showing_it(written: str) -> None:
    with pytest.raises(ScreenError) as error:
        read_credentials({"MINGZHANG_AUTH": written})
    assert "secret" not in str(error.value)


def test_serving_others_without_a_password_makes_no_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MINGZHANG_AUTH", raising=False)
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
