"""While Prefect is silent the resident drains by itself; else it leaves it to whoever is woken."""

from flows.silence import SILENCE_SECONDS, SilentServer


def test_a_server_that_answers_is_left_to_it() -> None:
    drained: list[str] = []
    server = SilentServer(lambda: True, lambda: drained.append("once"))
    assert [server.drain_if_silent(at) for at in (0.0, 1000.0)] == [False, False] and not drained


def test_a_silence_that_lasts_drains_again_and_again_until_it_answers() -> None:
    answers = iter([False, False, False, True, False])
    server = SilentServer(lambda: next(answers), lambda: None)
    moments = (0.0, SILENCE_SECONDS, SILENCE_SECONDS + 15, SILENCE_SECONDS + 30, 1000.0)
    assert [server.drain_if_silent(at) for at in moments] == [False, True, True, False, False]


def test_a_database_that_is_away_ends_nothing() -> None:
    def fail() -> None:
        raise OSError("away")

    server = SilentServer(lambda: False, fail)
    assert [server.drain_if_silent(at) for at in (0.0, 100.0)] == [False, False]
