from __future__ import annotations

from pathlib import Path

from rag.settings import Settings


def test_defaults_where_nothing_is_set() -> None:
    assert Settings.from_environment({"MINGZHANG_LIBRARY": "", "MINGZHANG_MODEL": ""}) == Settings(Path("library"))


def test_environment_is_read() -> None:
    environment = {
        "MINGZHANG_LIBRARY": "/data/library",
        "MINGZHANG_MODEL": "ollama:qwen3",
        "MINGZHANG_EMBEDDING": "BAAI/bge-small-zh-v1.5",
    }
    expected = Settings(Path("/data/library"), "ollama:qwen3", "BAAI/bge-small-zh-v1.5")
    assert Settings.from_environment(environment) == expected
