from __future__ import annotations

from pathlib import Path

import pytest

from ui.access import ScreenError, read_credentials, require_password


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_this_machine_needs_no_password(host: str) -> None:
    require_password(host, None)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org"])
def test_other_machines_need_a_password(host: str) -> None:
    with pytest.raises(ScreenError, match="MINGZHANG_PASSWORD"):
        require_password(host, None)
    require_password(host, ("clerk", "long secret"))


def test_the_password_comes_from_the_environment() -> None:
    assert read_credentials({}) is None
    assert read_credentials({"MINGZHANG_AUTH": "clerk:a:b"}) == ("clerk", "a:b")


@pytest.mark.parametrize("written", ["clerk", ":secret", "clerk:"])
def test_half_a_password_is_refused_without_showing_it(written: str) -> None:
    with pytest.raises(ScreenError) as error:
        read_credentials({"MINGZHANG_AUTH": written})
    assert "secret" not in str(error.value)


def test_a_password_alone_is_that_of_mingzhang(tmp_path: Path) -> None:
    assert read_credentials({"MINGZHANG_PASSWORD": "a:b"}) == ("mingzhang", "a:b")
    file = tmp_path / "password"
    file.write_text("from a file\nsecond line\n", encoding="utf-8")
    assert read_credentials({"MINGZHANG_PASSWORD": "other"}, file) == ("mingzhang", "from a file")


@pytest.mark.parametrize("content", [None, b"", b"\nsecond line", b"\xff\xfe"])
def test_a_file_without_a_password_is_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ScreenError, match="password"):
        read_credentials({}, file)


def test_everybody_may_read_what_nobody_can_change() -> None:
    require_password("0.0.0.0", None, read_only=True)


def test_a_short_password_does_for_this_machine_only() -> None:
    require_password("127.0.0.1", ("clerk", "short"))
    with pytest.raises(ScreenError, match="fewer than 8") as error:
        require_password("0.0.0.0", ("clerk", "short"), read_only=True)
    assert "short" not in str(error.value)
