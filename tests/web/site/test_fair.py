"""Several processes behind one address share its connections out among them."""

import socket

from dondoc.web.site.fair import beside


def test_a_process_listens_at_the_shared_address_with_a_queue_of_its_own() -> None:
    with socket.socket() as shared:
        shared.bind(("127.0.0.1", 0))
        own = [beside(shared), beside(shared)]
        assert {one.getsockname() for one in own} == {shared.getsockname()}
        for one in own:
            one.listen()
            one.setblocking(False)
        callers = [socket.create_connection(shared.getsockname()) for _ in range(64)]
        taken = [_accepted(one) for one in own]
        for one in (*own, *callers):
            one.close()
    assert sum(taken) == 64 and min(taken) > 0


def _accepted(listening: socket.socket) -> int:
    count = 0
    while True:
        try:
            listening.accept()[0].close()
        except BlockingIOError:
            return count
        count += 1
