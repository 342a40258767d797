"""A deliverer that is killed in the middle loses nothing and repeats at most one letter."""

import random
import subprocess
import sys
import time
from collections import defaultdict
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

from mail_sink import running_sink
from remind_world import OFFICE, Q1_ENDS, World
from sqlalchemy import Engine

from dondoc.clock import at
from dondoc.services.deliver.policy import Policy
from dondoc.services.deliver.run import deliver
from models.message import MessageState

MINUS_7 = date(2022, 3, 22)
LETTERS, KILLS = 200, 3

DELIVERER = """
import sys
from datetime import datetime, timedelta
from dondoc.db import open_engine
from dondoc.services.deliver.policy import Policy
from dondoc.services.deliver.run import deliver
from dondoc.services.remind.office import Office
database, channel, now = sys.argv[1:]
office = Office("Ban Tổ chức Tỉnh ủy", "don-doc@vinhphuc.example", "thuong-truc@vinhphuc.example")
print("ready", flush=True)
policy = Policy(portion=20, lease=timedelta(seconds=1))
deliver(open_engine(database), channel, datetime.fromisoformat(now), office, policy)
"""


def test_it_survives_being_killed(engine: Engine, database_url: str, tmp_path: Path) -> None:
    world = World.begin(engine, tmp_path)
    world.crowd(LETTERS, Q1_ENDS)
    world.remind(MINUS_7)
    with running_sink() as sink:
        for _ in range(KILLS):
            _killed(database_url, sink.url)
        time.sleep(1.1)  # the lease of the last one killed runs out
        deliver(engine, sink.url, at(MINUS_7), OFFICE, Policy(portion=50))
    assert {one.state for one in world.messages()} == {MessageState.SENT}
    mails = defaultdict(list)
    for to, content in sink.mails:
        mails[to].append(content)
    assert len(mails) == LETTERS
    repeats = [contents for contents in mails.values() if len(contents) > 1]
    assert len(repeats) <= KILLS
    for contents in repeats:
        assert len(set(contents)) == 1  # the same bytes, and so the same Message-ID
    first = [message_from_bytes(one[0], policy=policy.default) for one in mails.values()]
    assert len({mail["Message-ID"] for mail in first}) == LETTERS


def _killed(database_url: str, channel: str) -> None:
    command = [sys.executable, "-c", DELIVERER, database_url, channel, at(MINUS_7).isoformat()]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.uniform(0.2, 0.8))
        process.kill()
