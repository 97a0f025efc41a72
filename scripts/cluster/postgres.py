"""A PostgreSQL server in a private directory."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import urllib.parse

from . import process
from .libpq import DatabaseError, Session, accepts_connections

SUPERUSER = "postgres"


def bindir():
    """Where the server programs are: `$PG_CONFIG --bindir`, so that a private installation is honoured."""
    config = os.environ.get("PG_CONFIG", "pg_config")
    return subprocess.run([config, "--bindir"], check=True, text=True, stdout=subprocess.PIPE).stdout.strip()


def initialise(data, password):
    """initdb into `data`. The superuser comes in by the socket of the private directory without, by TCP with a password."""
    password_file = process.write_file(data + ".password", password + "\n")
    try:
        process.run([f"{bindir()}/initdb", "-D", data, "-U", SUPERUSER, "-E", "UTF8", "--locale=C.UTF-8",
                     "--lc-messages=C", "--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={password_file}",
                     "--no-sync", "--no-instructions"], os.path.dirname(data))
    finally:
        os.unlink(password_file)


class PostgresServer:
    """One server: `directory` holds its data, socket and log. `name` is also the name of its database.

    `settings` are lines of postgresql.conf. With `template` the data directory is a copy of that one (a stopped
    server's), which is faster than initdb.
    """

    def __init__(self, directory, name, password, settings=None, template=None, outlive=False):
        self.directory = process.make_directory(os.path.join(directory, name))
        self.name = name
        self.password = password
        self.outlive = outlive
        self.data = os.path.join(self.directory, "data")
        self.log = os.path.join(self.directory, "log", "server.json")
        self.port = process.free_port()
        self._process = None
        self._marks = itertools.count(1)
        process.make_directory(os.path.dirname(self.log))
        if template is not None:
            process.run(["cp", "-a", "--reflink=auto", template, self.data], self.directory)
        else:
            initialise(self.data, password)
        self.configure({
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.directory,
            "logging_collector": "on",
            "log_destination": "jsonlog",
            "log_directory": os.path.dirname(self.log),
            "log_filename": "server",
            "log_rotation_age": "0",
            "log_rotation_size": "0",
            "log_statement": "all",
            "shared_buffers": "32MB",
            **(settings or {}),
        })

    def configure(self, settings):
        """Appends settings to postgresql.conf; they take effect with start(), or with reload() where that suffices."""
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as file:
            for setting, value in settings.items():
                quoted = str(value).replace("\\", "\\\\").replace("'", "''")
                file.write(f"{setting} = '{quoted}'\n")

    # -- running -----------------------------------------------------------------------------------------------------

    def start(self, wait=True):
        for attempt in range(5):
            self._process = process.spawn(
                [f"{bindir()}/postgres", "-D", self.data, "-p", str(self.port)], self.directory,
                os.path.join(self.directory, "log", "stderr"), self.outlive)
            if not wait:
                return self
            try:
                process.wait_until(lambda: self.is_ready() or self._process.poll() is not None,
                                   what=f"server {self.name} to accept connections")
            except TimeoutError as error:
                raise RuntimeError(f"{error}\n{self.log_tail()}") from error
            if self._process.poll() is None:
                return self
            # Another process may have taken the port between the look and the start.
            if attempt == 4 or "could not create any TCP/IP sockets" not in self.log_tail(200):
                raise RuntimeError(f"server {self.name} did not start:\n{self.log_tail()}")
            self.port = process.free_port()
        return self

    def is_ready(self):
        return accepts_connections(f"host={self.directory} port={self.port} user={SUPERUSER} dbname=postgres")

    @property
    def pid(self):
        """The postmaster's process id, None when it is down."""
        if self._process is not None:
            return self._process.pid if self._process.poll() is None else None
        try:
            with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as file:
                return int(file.readline())
        except (OSError, ValueError):
            return None

    def stop(self, mode="fast"):
        """Ends the server as pg_ctl does: smart, fast or immediate."""
        self._signal({"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}[mode])
        self._wait_for_end()

    def restart(self, mode="fast"):
        self.stop(mode)
        return self.start()

    def reload(self):
        self._signal(signal.SIGHUP)

    def crash(self):
        """Kills every process of the server at once, as a power failure of the machine would."""
        process.end_all(self.directory)
        self._wait_for_end()
        # Nobody removes the lock file of a killed server; the next start sees that its process is gone.

    def kill_backend(self, backend_type, number=signal.SIGKILL):
        """Signals the processes of that pg_stat_activity.backend_type and returns their ids.

        SIGKILL to one of them makes the postmaster end all sessions and begin anew: returns when it has done so. (A
        moment after the signal it knows nothing yet and lets everybody in.)
        """
        with self.session() as session:
            pids = [int(pid) for pid in session.column(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = $1 AND pid <> pg_backend_pid()", backend_type)]
            pids = [pid for pid in pids if process.send_signal(pid, number)]
            if number == signal.SIGKILL and pids:
                process.wait_until(lambda: _is_ended(session), what=f"server {self.name} to notice")
                process.wait_until(self.is_ready, what=f"server {self.name} to be back")
        return pids

    def freeze(self):
        """Stops all its processes with SIGSTOP: connections stay open and nothing answers, as on a hung host."""
        process.freeze_all(self.directory)

    def thaw(self):
        process.thaw_all(self.directory)

    def _signal(self, number):
        pid = self.pid
        if pid is not None:
            process.send_signal(pid, number)

    def _wait_for_end(self):
        if self._process is not None:
            try:
                self._process.wait(process.PATIENCE)
            except subprocess.TimeoutExpired as error:
                raise RuntimeError(f"server {self.name} did not end:\n{self.log_tail()}") from error
            self._process = None
        else:
            process.wait_until(lambda: not process.processes_in(self.directory), what=f"server {self.name} to end")

    # -- connections -------------------------------------------------------------------------------------------------

    def session(self, user=SUPERUSER, dbname=None, password=None):
        """A connection: the superuser's by the socket, any other's by TCP with its password."""
        where = f"host={self.directory}" if user == SUPERUSER else f"host=127.0.0.1 password={password or self.password}"
        return Session(f"{where} port={self.port} user={user} dbname={dbname or self.name} "
                       "application_name=harness connect_timeout=120")

    def rows(self, statement, *parameters):
        with self.session() as session:
            return session.rows(statement, *parameters)

    def value(self, statement, *parameters):
        with self.session() as session:
            return session.value(statement, *parameters)

    def script(self, text):
        with self.session() as session:
            return session.script(text)

    def create_database(self, name=None):
        with self.session(dbname="postgres") as session:
            session.script(f'CREATE DATABASE "{name or self.name}" TEMPLATE template0')

    def load(self, path, dbname=None):
        """Runs an SQL file with psql; the first error ends it."""
        run = subprocess.run([f"{bindir()}/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.directory, "-p",
                              str(self.port), "-U", SUPERUSER, "-d", dbname or self.name, "-f", path],
                             text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if run.returncode != 0:
            raise RuntimeError(f"{path}:\n{run.stdout}")
        return run.stdout

    def url(self, user=SUPERUSER, password=None, dbname=None):
        """The connection URI for other servers and for clients."""
        secret = urllib.parse.quote(password or self.password, safe="")
        return f"postgresql://{user}:{secret}@127.0.0.1:{self.port}/{dbname or self.name}"

    # -- the log -----------------------------------------------------------------------------------------------------

    def log_mark(self):
        """A place in the log, for log_entries and statements: behind all that the server has answered so far."""
        before = os.path.getsize(self.log) if os.path.exists(self.log) else 0
        self._write_to_log(before)
        return os.path.getsize(self.log)

    def _write_to_log(self, mark):
        """The collector writes a little later than the server answers: waits for a statement of our own."""
        statement = f"SELECT 'end of the log, {next(self._marks)}'"
        with self.session() as session:
            session.script(statement)
            process.wait_until(lambda: any(statement in entry.get("message", "") for entry in self.log_entries(mark)),
                               what="the log to be written")

    def log_entries(self, mark=0):
        """The entries after `mark` as dicts with PostgreSQL's jsonlog keys (message, error_severity, dbname, user,
        application_name, backend_type, pid, ...)."""
        if not os.path.exists(self.log):
            return []
        with open(self.log, "rb") as file:
            file.seek(mark)
            # The last line may be half written yet, in the middle of a character even.
            return [json.loads(line) for line in file.read().split(b"\n")[:-1] if line.startswith(b"{")]

    def statements(self, mark=0):
        """The texts of the statements after `mark` that other programs than this harness sent, in order."""
        self._write_to_log(mark)
        found = []
        for entry in self.log_entries(mark):
            message = entry.get("message", "")
            if entry.get("application_name") == "harness" or entry.get("error_severity") != "LOG":
                continue
            kind, colon, text = message.partition(": ")
            if colon and (kind == "statement" or kind.startswith("execute ")):
                found.append(text)
        return found

    def log_tail(self, lines=30):
        """The last entries, one line each."""
        tail = [f"{entry.get('timestamp', '')} {entry.get('error_severity', '')}: "
                f"{' '.join(entry.get('message', '').split())[:160]}" for entry in self.log_entries()[-lines:]]
        try:
            with open(os.path.join(self.directory, "log", "stderr"), encoding="utf-8", errors="replace") as file:
                tail += file.read().splitlines()[-lines:]
        except OSError:
            pass
        return "\n".join(tail[-lines:])


def standby(primary, directory, name):
    """A streaming standby of `primary`, started. promote(it) makes it a primary."""
    server = PostgresServer.__new__(PostgresServer)
    server.directory = process.make_directory(os.path.join(directory, name))
    server.name, server.password, server.outlive = primary.name, primary.password, primary.outlive
    server.data = os.path.join(server.directory, "data")
    server.log = os.path.join(server.directory, "log", "server.json")
    server.port = process.free_port()
    server._process = None
    server._marks = itertools.count(1)
    process.make_directory(os.path.dirname(server.log))
    process.run([f"{bindir()}/pg_basebackup", "-D", server.data, "-h", primary.directory, "-p", str(primary.port), "-U",
                 SUPERUSER, "-R", "-X", "stream", "-c", "fast", "--no-sync"], server.directory)
    server.configure({"unix_socket_directories": server.directory, "log_directory": os.path.dirname(server.log)})
    return server.start()


def promote(server):
    server.value("SELECT pg_promote(false)")
    process.wait_until(lambda: server.value("SELECT pg_is_in_recovery()") == "f", what=f"the promotion of {server.name}")


def _is_ended(session):
    try:
        session.script("SELECT")
    except DatabaseError:
        return True
    return False


def remove(directory):
    """Ends what runs in a private directory and removes it."""
    ended = process.end_all(directory)
    shutil.rmtree(directory, ignore_errors=True)
    return ended
