"""Word files that somebody sends in are checked in a process of its own, for safety.

A template whose tags run long, or a paper of a million paragraphs, ends that process and keeps
nobody else waiting (`tests/integration/papers/test_word_process.py`).
"""

import json
import logging
from collections.abc import Sequence
from typing import Any

from dondoc.errors import BadInput
from dondoc.services.papers.context import context_of
from dondoc.services.papers.layouts import Layout, PaperForm
from dondoc.services.papers.own.check import TemplateFault
from dondoc.services.papers.paper import Paper
from dondoc.services.papers.returned.finding import FindingSort, PaperFinding
from dondoc.store.limited_process import ProcessLimits, TooHeavyError, ask_process

_log = logging.getLogger(__name__)
LIMITS = ProcessLimits(memory_bytes=1536 * 2**20, cpu_seconds=40, wall_seconds=90.0)
"""Generous: an annex of 2,000 rows takes 8 s and 300 MB."""


def faults_in(
    name: str, content: bytes, form: PaperForm, limits: ProcessLimits = LIMITS
) -> list[TemplateFault]:
    """What `check_template` says of a template. Raises BadInput as it does, and at a limit."""
    asked = {"task": "faults", "name": name, "form": form.value}
    return [TemplateFault(**fault) for fault in _answer(asked, content, limits)]


def findings_in(
    name: str,
    content: bytes,
    layout: Layout,
    paper: Paper | None,
    limits: ProcessLimits = LIMITS,
    own_words: Sequence[str] = (),
) -> list[PaperFinding]:
    """What `findings_of` says of a returned file. Raises BadInput: no safe Word file, a limit.

    `own_words`: what the office's template says without any value.
    """
    context = None
    if paper is not None:
        context = {**_without_pictures(context_of(paper)), "own_words": list(own_words)}
    form, code = layout.form.value, layout.code
    asked = {"task": "findings", "name": name, "form": form, "code": code, "context": context}
    return [
        PaperFinding(**{**found, "sort": FindingSort(found["sort"])})
        for found in _answer(asked, content, limits)
    ]


def _without_pictures(context: dict[str, Any]) -> dict[str, Any]:
    blocks = [{name: each[name] for name in each if name != "svg"} for each in context["blocks"]]
    return {**context, "blocks": blocks}


def _answer(asked: dict[str, Any], content: bytes, limits: ProcessLimits) -> list[dict[str, Any]]:
    asked = {**asked, "memory_bytes": limits.memory_bytes, "cpu_seconds": limits.cpu_seconds}
    sent = json.dumps(asked, default=str).encode() + b"\n" + content
    module = "dondoc.services.papers.word_worker"
    try:
        answer = ask_process(module, (), limits.wall_seconds, sent)
    except TooHeavyError:
        raise BadInput("papers.error.too_heavy", file=asked["name"]) from None
    if "error" in answer:
        if answer["error"] == "papers.error.not_checked":
            _log.error("checking %r failed: %s", asked["name"], answer["trace"])
        raise BadInput(answer["error"], **answer["params"])
    found: list[dict[str, Any]] = answer["found"]
    return found
