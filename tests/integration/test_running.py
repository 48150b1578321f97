"""`kommanmap run` as an operator runs it: one line when it is ready, answers, no addresses in its log, a clean end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kommanmap.cli import running
from kommanmap.cli.running import MOST_WORKERS, gunicorn_options, worker_count
from tests.databases import Contents, SqliteTemplates

LONGEST_START_SECONDS = 60


@pytest.fixture
def environment(tmp_path: Path, sqlite_templates: SqliteTemplates) -> Iterator[dict[str, str]]:
    """An installation with the example places."""
    (tmp_path / "config.toml").write_text(f'secret_key = "{"0" * 40}"\n', encoding="utf-8")
    with sqlite_templates.copy(Contents.DEMO, tmp_path):
        yield {**os.environ, "KOMMANMAP_INSTANCE": str(tmp_path)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(environment: dict[str, str], port: int, *words: str) -> subprocess.Popen[str]:
    """The server, once it has said that it runs."""
    command = [sys.executable, "-m", "kommanmap.cli", "run", "--port", str(port), *words]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert server.stdout.readline().startswith(f"KommAnMap läuft: http://127.0.0.1:{port}/")
    return server


def get(port: int, path: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=LONGEST_START_SECONDS) as answer:
        return answer.status, answer.read()


def ended(server: subprocess.Popen[str], sign: signal.Signals) -> tuple[int, str]:
    server.send_signal(sign)
    out, err = server.communicate(timeout=LONGEST_START_SECONDS)
    return server.returncode, out + err


@pytest.mark.slow_on_purpose
@pytest.mark.skipif(not hasattr(os, "fork"), reason="gunicorn needs fork")
def test_the_server_says_that_it_runs_answers_and_ends_cleanly(environment: dict[str, str]) -> None:
    """Starts a real server."""
    port = free_port()
    server = started(environment, port, "--workers", "2", "--log-requests")
    try:
        assert get(port, "/healthz")[0] == 200
        assert b"Burbach" in get(port, "/de/treffpunkte?q=Burbach")[1]
        begin = time.monotonic()
    finally:
        code, said = ended(server, signal.SIGTERM)
    assert code == 0, said
    assert time.monotonic() - begin < running.GRACEFUL_SECONDS
    assert "127.0.0.1" not in said
    assert "Burbach" not in said
    assert '"route": "/<language:language>/treffpunkte"' in said
    assert "Traceback" not in said


@pytest.mark.slow_on_purpose
def test_without_fork_a_threaded_server_does_the_same(environment: dict[str, str]) -> None:
    """Starts a real server in a process that believes it cannot fork."""
    port = free_port()
    program = (
        "from kommanmap.cli import main, running; running.BaseApplication = None; "
        f"import sys; sys.argv[1:] = ['run', '--port', '{port}']; main()"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("KommAnMap läuft")
        assert get(port, "/healthz")[0] == 200
    finally:
        code, said = ended(server, signal.SIGTERM)
    assert (code, "Traceback" in said) == (0, False)


def test_a_port_that_is_taken_is_refused_at_once(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [sys.executable, "-m", "kommanmap.cli", "run", "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert "kann nicht gelauscht werden" in done.stderr


def test_each_process_has_an_index_so_there_are_few() -> None:
    assert 2 <= worker_count() <= MOST_WORKERS


def test_no_server_writes_a_log_of_addresses() -> None:
    options = gunicorn_options("::1", 8000, 2, lambda: None)
    assert (options["accesslog"], options["bind"], options["forwarded_allow_ips"]) == (None, "[::1]:8000", "")
