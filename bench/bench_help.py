"""`dondoc --help`, beside a bare interpreter, and beside one that loads Prefect."""

import subprocess
import sys
from pathlib import Path

from stopwatch import seconds, show

RUNS = 7


def run(*command: str | Path) -> None:
    """Runs a command and waits for it."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Prints the ratios."""
    dondoc = Path(sys.executable).with_name("dondoc")
    ours = seconds(lambda: run(dondoc, "--help"), RUNS)
    show("dondoc --help", ours, "bare Python", seconds(lambda: run(sys.executable, "-c", ""), RUNS))
    prefect = seconds(lambda: run(sys.executable, "-c", "import prefect.flows"), 3)
    show("dondoc --help", ours, "importing Prefect", prefect)


if __name__ == "__main__":
    main()
