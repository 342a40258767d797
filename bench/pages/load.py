"""Twenty requests at once: each connection asks again as soon as it is answered."""

import argparse
import asyncio
import json
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """What is asked of whom. `must`: a word of the right answer."""

    host: str
    port: int
    path: str
    cookie: str = ""
    must: str = ""


class WrongError(Exception):
    """The server answered something else than the page."""


async def _ask(target: Target, seconds: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection(target.host, target.port)
    lines = [
        f"GET {target.path} HTTP/1.1",
        f"Host: {target.host}:{target.port}",
        "Accept-Language: vi",
        "Connection: keep-alive",
    ]
    if target.cookie:
        lines.append(f"Cookie: {target.cookie}")
    request = "\r\n".join([*lines, "", ""]).encode()
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        writer.write(request)
        body = await _answer(reader)
        times.append(time.perf_counter() - start)
        if target.must.encode() not in body:
            raise WrongError(f"{target.path}: {body[:400]!r}")
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head.split(b"\r\n", 1)[0]:
        raise WrongError(head[:300].decode(errors="replace"))
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return await reader.readexactly(int(line.split(b":")[1]))
    raise WrongError("an answer without its length")


async def _all(target: Target, at_once: int, seconds: float) -> list[float]:
    times: list[float] = []
    await asyncio.gather(*(_ask(target, seconds, times) for _ in range(at_once)))
    return times


def main() -> None:
    """`python -m pages.load TARGET AT_ONCE SECONDS`: prints the times, in seconds, as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("at_once", type=int)
    parser.add_argument("seconds", type=float)
    given = parser.parse_args()
    target = Target(**json.loads(given.target))
    print(json.dumps(asyncio.run(_all(target, given.at_once, given.seconds))))


if __name__ == "__main__":
    main()
