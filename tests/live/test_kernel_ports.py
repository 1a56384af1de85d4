"""The ports of a kernel are its own from its first moment, and not only once all that it imports is there."""

import json
import socket
import sys

import pytest

from cptedu.app.live.kernel import PORTS, ports_held

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="Other systems do not let a program bind a port twice."
)


HOST = "127.48.91.7"  # of this computer, and nobody else's: no other program is given a port of it meanwhile


@pytest.fixture
def ports():
    """Five ports that were free a moment ago."""
    found = [socket.socket() for _ in PORTS]
    for one in found:
        one.bind((HOST, 0))
    numbers = [one.getsockname()[1] for one in found]
    for one in found:
        one.close()
    return numbers


@pytest.fixture
def connection_file(tmp_path, ports):
    path = tmp_path / "kernel-1.json"
    path.write_text(
        json.dumps({"transport": "tcp", "ip": HOST, **dict(zip(PORTS, ports, strict=True))}),
        encoding="utf-8",
    )
    return path


def listens(port, *, again=False):
    """Say whether a program can listen at a port; ``again`` as ZeroMQ does, which asks for it in so many words."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(again))
        try:
            one.bind((HOST, port))
        except OSError:
            return False
        one.listen()
        return True


def test_nobody_else_is_given_a_port_that_the_kernel_still_takes_up_itself(connection_file, ports):
    assert all(listens(port) for port in ports)
    with ports_held(connection_file):
        assert not any(listens(port) for port in ports)
        assert all(listens(port, again=True) for port in ports)
    assert all(listens(port) for port in ports)


def test_a_port_that_is_taken_already_is_left_to_the_kernel_to_tell_of(connection_file, ports):
    with socket.socket() as other:
        other.bind((HOST, ports[1]))
        other.listen()
        with ports_held(connection_file):
            assert not listens(ports[0])
            assert not listens(ports[1], again=True)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "no json",
        "{}",
        "[]",
        '{"transport": "ipc", "ip": "x"}',
        json.dumps({"transport": "tcp", "ip": HOST}),
    ],
)
def test_a_file_that_tells_no_ports_keeps_no_kernel_from_starting(tmp_path, written):
    path = tmp_path / "kernel-2.json"
    path.write_text(written, encoding="utf-8")
    with ports_held(path):
        pass
    with ports_held(tmp_path / "not-there.json"):
        pass
