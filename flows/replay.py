"""The replay flow: plays a scripted year in one run, day by day, in a database of its own.

`python -m flows.replay PLAN ACTS FIRST LAST`: a line of JSON per day on standard output.
"""

import asyncio
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow

from dondoc.clock import at
from dondoc.i18n import Translate, translator
from dondoc.services.acts.refusals import explain_refusal
from dondoc.services.figures.status import status
from dondoc.services.programme.at_work import programme_at_work
from dondoc.services.reminders.register.register import register
from dondoc.services.reminders.register.workbook import write_register
from dondoc.services.sample.fill import load_plan
from dondoc.services.sample.replay import ReplayDays, ReplayProgress, play
from dondoc.services.sample.script import read_script
from dondoc.store.database import reading
from dondoc.workplace import make_sample
from flows.artifacts import table
from flows.office import office
from flows.waiting import wait_for_api


@flow(name="replay")
async def replay(plan: str, acts: str, first: date, last: date) -> dict[str, Any]:
    """Plays the acts of a file on the plan of a workbook from a day to a day."""
    workplace = make_sample(office(), first)
    tr = translator(workplace.settings.language)
    script, span = read_script(Path(acts)), ReplayDays(first, last)
    load_plan(workplace.engine, Path(plan), at(first, 0))
    played = ReplayProgress(first, first)
    for number, played in enumerate(play(workplace, script, span), start=1):
        _tell({"day": played.day.isoformat(), "done": number, "of": len(span)})
    with reading(workplace.engine) as session:
        programme = programme_at_work(session, last)
        figures = status(session, programme, at(last, 23))
        rows = register(session, programme)
    path = workplace.settings.root / "so-don-doc.xlsx"
    write_register(path, rows, tr, at(last, 23))
    shown = [
        {tr("flow.column.quarter"): name, tr("flow.column.file"): str(files[0])}
        for name, files in played.digests.items()
    ]
    await table("replay-digests", tr("flow.digests"), shown)
    outcome = {"status": figures.as_json(), "register": str(path), "reminders": len(rows)}
    result = _result(played, tr) | outcome
    _tell({"result": result})
    return result


def _result(played: ReplayProgress, tr: Translate) -> dict[str, Any]:
    counts = {name: value for name, value in asdict(played).items() if isinstance(value, int)}
    surprises = [
        {
            "at": end.act.at.isoformat(),
            "ref": end.act.act_input.ref,
            "why": end.error.key if end.error else "",
            "text": explain_refusal(end.error, tr) if end.error else "",
        }
        for end in played.surprises
    ]
    digests = {name: [str(path) for path in files] for name, files in played.digests.items()}
    return counts | {"surprises": surprises, "digests": digests}


def _tell(result: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    wait_for_api()
    _plan, _acts, _first, _last = sys.argv[1:]
    asyncio.run(replay(_plan, _acts, date.fromisoformat(_first), date.fromisoformat(_last)))
