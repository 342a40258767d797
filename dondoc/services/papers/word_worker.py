"""Checks one Word file from outside within limits of its own, and prints what was found as JSON.

Run as a program of its own (`python -m dondoc.services.papers.word_worker`, see `word_process`),
never imported by the product. The first line that it reads says what is asked; the file follows.
"""

import json
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from dondoc.errors import BadInput
from dondoc.exports.memory_errors import is_without_memory
from dondoc.services.papers.layouts import PaperForm, known_layouts
from dondoc.services.papers.own.check import check_template
from dondoc.services.papers.returned.check import findings_of
from dondoc.services.papers.returned.read import read_word
from dondoc.store.limited_process import limit_process

_READERS = ("docx.oxml", "docx.opc", "lxml", "xml.", "zipfile")
"""What reads the bytes and values of a file: what these refuse is wrong in it."""


def _faults(asked: dict[str, Any], content: bytes) -> list[dict[str, Any]]:
    faults = check_template(asked["name"], content, PaperForm(asked["form"]))
    return [asdict(fault) for fault in faults]


def _findings(asked: dict[str, Any], content: bytes) -> list[dict[str, Any]]:
    layouts = known_layouts(PaperForm(asked["form"]))
    layout = next(layout for layout in layouts if layout.code == asked["code"])
    document = read_word(asked["name"], content)
    return [asdict(finding) for finding in findings_of(document, layout, asked["context"])]


_TASKS: dict[str, Callable[[dict[str, Any], bytes], list[dict[str, Any]]]] = {
    "faults": _faults,
    "findings": _findings,
}


def _is_of_the_file(error: Exception) -> bool:
    """Whether a library stumbled over what stands in the file; anything else is a fault of ours."""
    frames = list(traceback.walk_tb(error.__traceback__))
    module = str(frames[-1][0].f_globals.get("__name__", ""))
    return module.startswith(_READERS)


def main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    limit_process(asked["memory_bytes"], asked["cpu_seconds"])
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"found": _TASKS[asked["task"]](asked, content)}
    except BadInput as error:
        answer = {"error": error.key, "params": error.params}
    except Exception as error:
        key = "no_word_file" if _is_of_the_file(error) else "not_checked"
        key = "too_heavy" if is_without_memory(error) else key
        answer = {"error": f"papers.error.{key}", "params": {"file": asked["name"]}}
        answer["trace"] = traceback.format_exc()
    sys.stdout.write(json.dumps(answer, default=str))


if __name__ == "__main__":
    main()
