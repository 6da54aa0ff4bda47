"""Stand-ins for `extractors.extract` that the isolation tests run in a child process.

A file's text is a script: the word before the first space names what the reader does with it.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from extractors.errors import EncryptedFile
from extractors.model import Extraction, Identity, Level, Page, Phase

_kept: list[bytes] = []


def extract(path: Path, *, file_name: str | None = None) -> Any:
    action, _, argument = path.read_text().partition(" ")
    match action:
        case "read":
            return extraction(file_name or path.name, argument)
        case "pid":
            return extraction(str(os.getpid()), argument)
        case "environment":
            return extraction(os.environ.get(argument, ""), "")
        case "encrypted":
            raise EncryptedFile("The file asks for a password.")
        case "bug":
            raise IndexError("list index out of range")
        case "import":
            importlib.import_module(argument)
        case "recurse":
            return extract(path, file_name=file_name)
        case "sleep":
            time.sleep(float(argument))
        case "spin":
            while True:
                pass
        case "fill":
            return bytearray(int(argument))
        case "keep":
            _kept.append(bytes(int(argument)))
            return extraction(str(os.getpid()), "")
        case "crash":
            ctypes.string_at(0)
        case "abort":
            os.write(2, argument.encode())
            os.abort()
        case "signal":
            os.kill(os.getpid(), signal.Signals[argument])
        case "connect":
            socket.create_connection(("127.0.0.1", int(argument)))
        case "run":
            subprocess.run(["touch", argument], check=True)
        case "write":
            (path.parent / "written").write_bytes(bytes(int(argument)))
        case "junk":
            return {"not": "an extraction"}
        case "object":
            return extraction(subprocess.Popen, "")
    return extraction(action, "")


def extraction(file_name: Any, sha256: str) -> Extraction:
    page = Page(1, 0.0, 0.0, ())
    return Extraction(
        file_name, sha256, (page,), Identity("", (), "", None, Phase.OTHER, Level.UNKNOWN), (), (), (), (), ()
    )
