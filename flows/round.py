"""The main job once: `python -m flows.round` advances, reminds, delivers and compiles.

Each flow's result is a line of JSON on standard output, for whoever started the round.
"""

import asyncio
import json
import sys
from typing import Any

from flows.advance import advance
from flows.deliver import deliver
from flows.digest import digest
from flows.remind import remind
from flows.waiting import wait_for_api


def _tell(name: str, result: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps({"flow": name, "result": result}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


async def round_once() -> None:
    """The four flows in the order in which one prepares the next."""
    _tell("advance", await advance())
    _tell("remind", await remind())
    _tell("deliver", await deliver())
    _tell("digest", await digest())


if __name__ == "__main__":
    wait_for_api()
    asyncio.run(round_once())
