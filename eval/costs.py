"""What answers cost besides being right: taking documents in, and memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Preparation:
    """Documents read and stored. `peak_mb` is that of the one process that hands them out to `jobs` others."""

    pages: int
    seconds: float
    jobs: int
    peak_mb: float | None

    @property
    def pages_per_second(self) -> float:
        return self.pages / self.seconds


def peak_mb() -> float | None:
    """The most resident memory that this process held so far, in MiB; None where the system does not tell.

    Unlike `getrusage`, this leaves out what the process that started this one held.
    """
    if not STATUS.exists():
        return None
    peak = next((line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:")), None)
    return int(peak.split()[1]) / 1024 if peak else None
