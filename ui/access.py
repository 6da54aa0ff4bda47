"""Who gets in: this machine alone, whoever knows a password, or everybody to a library that nobody can change."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from pathlib import Path

Credentials = tuple[str, str]
"""User and password."""
USER = "mingzhang"
"""Whose the password is where only a password is set."""
SHORTEST_PASSWORD = 8  # characters, for an address that other machines can reach


class ScreenError(Exception):
    """The screen cannot be served as asked; the message is a sentence that says what to do."""


def read_credentials(environment: Mapping[str, str], password_file: Path | None = None) -> Credentials | None:
    """From the file, else MINGZHANG_AUTH=user:password, else MINGZHANG_PASSWORD; None where none is set.

    Never from the command line, which every user of the machine can read.
    """
    if password_file is not None:
        return USER, _first_line(password_file)
    if written := environment.get("MINGZHANG_AUTH"):
        user, _, password = written.partition(":")
        if not user or not password:
            raise ScreenError("MINGZHANG_AUTH must be user:password, and one of the two is missing.")
        return user, password
    password = environment.get("MINGZHANG_PASSWORD", "")
    return (USER, password) if password else None


def _first_line(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ScreenError(f"The password cannot be read from {path}: {error}.") from error
    if not lines or not lines[0]:
        raise ScreenError(f"{path} holds no password: its first line is empty.")
    return lines[0]


def require_password(host: str, credentials: Credentials | None, *, read_only: bool = False) -> None:
    """Other machines get in with a password, or where nothing can be changed."""
    if is_loopback(host):
        return
    if credentials is None and not read_only:
        raise ScreenError(
            f"Other machines could reach this server at {host} and change the library: set MINGZHANG_PASSWORD or "
            "--password-file, or serve with --read-only, or at 127.0.0.1 for this machine alone."
        )
    if credentials is not None and len(credentials[1]) < SHORTEST_PASSWORD:
        raise ScreenError(f"The password has fewer than {SHORTEST_PASSWORD} characters: choose a longer one.")


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
