"""The memory of a process, as Linux counts it."""

from pathlib import Path


def peak_mb(pid: int | str = "self") -> float:
    """The most that a process ever held, in MB; not what its parent held when it was made."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"process {pid} tells nothing of its memory")
