"""Processes of a private directory: started as an unprivileged account, ended without touching any other process."""

import ctypes
import os
import pwd
import random
import signal
import socket
import subprocess
import time

# Seconds that a machine with many times more to do than it has processors may take for what is done in an instant. Only
# what fails takes this long.
PATIENCE = 120.0

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def account():
    """The passwd entry of the account that servers run as, or None for the caller's own.

    PostgreSQL refuses to run as root, so root hands its servers to FRAISEQL_SERVER_USER (default: postgres, which
    Debian's package makes).
    """
    if os.geteuid() != 0:
        return None
    return pwd.getpwnam(os.environ.get("FRAISEQL_SERVER_USER", "postgres"))


def own(path):
    """Gives a file or directory to the servers' account and to nobody else."""
    owner = account()
    if owner is not None:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    os.chmod(path, 0o700 if os.path.isdir(path) else 0o600)
    return path


def make_directory(path):
    os.mkdir(path, 0o700)
    return own(path)


def write_file(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return own(path)


def _identity():
    owner = account()
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def run(arguments, directory):
    """Runs a program as the servers' account to its end; its output is in the error where it fails."""
    result = subprocess.run(arguments, cwd=directory, env=_environment(), stdin=subprocess.DEVNULL, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **_identity())
    if result.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)} ended with status {result.returncode}:\n{result.stdout}")
    return result.stdout


def tie_to_parent(number):
    """A preexec_fn for Popen: the kernel sends this signal to the child when its starter dies."""
    return lambda: _libc.prctl(_PR_SET_PDEATHSIG, number)


def spawn(arguments, directory, log, outlive=False):
    """Starts a server in `directory` and returns its Popen.

    The kernel kills it when the starter dies, so that no interrupted run leaves servers behind; `outlive` asks for the
    opposite. Its working directory is what end_all goes by.
    """
    with open(log, "ab") as output:
        own(log)
        return subprocess.Popen(arguments, cwd=directory, env=_environment(), stdin=subprocess.DEVNULL, stdout=output,
                                stderr=output, start_new_session=True, **_identity(),
                                preexec_fn=None if outlive else tie_to_parent(signal.SIGKILL))


def _environment():
    """The caller's environment without what would redirect a server or a client (PGHOST, PGDATA, ...)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    kept["LC_ALL"] = "C.UTF-8"
    return kept


_given = set()  # by free_port, to servers that may be down


def free_port():
    """A free loopback port below the range from which the kernel takes ports for outgoing connections, so that a
    server that is stopped for a while finds its port again. FRAISEQL_PORTS=FIRST-LAST narrows the choice: who gives each
    program a range of its own keeps them from taking the port of a server of another that is down at the moment."""
    first, last = (int(port) for port in os.environ.get("FRAISEQL_PORTS", "20000-31999").split("-"))
    while True:
        port = random.randint(first, last)
        if port in _given:
            continue
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
                _given.add(port)
                return port
            except OSError:
                continue


def processes_in(directory):
    """The ids of all processes whose working directory lies in `directory`: PostgreSQL's are in their data directory,
    whichever process started them."""
    directory = os.path.realpath(directory)
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit() or int(entry) == os.getpid():
            continue
        try:
            current = os.readlink(f"/proc/{entry}/cwd").removesuffix(" (deleted)")
        except OSError:
            continue
        if current == directory or current.startswith(directory + "/"):
            found.append(int(entry))
    return found


def send_signal(pid, number):
    """Signals a process, which may have ended by itself since its id was read: then it returns False."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def freeze_all(directory):
    """Stops every process that works in `directory`, also those that were started while the others were being
    stopped."""
    stopped = set()
    while remaining := set(processes_in(directory)) - stopped:
        for pid in remaining:
            send_signal(pid, signal.SIGSTOP)
        stopped |= remaining


def thaw_all(directory):
    for pid in processes_in(directory):
        send_signal(pid, signal.SIGCONT)


def end_all(directory):
    """Ends every process that works in `directory`, frozen ones too, and returns how many there were."""
    ended = set()
    deadline = time.monotonic() + PATIENCE
    while (remaining := processes_in(directory)) and time.monotonic() < deadline:
        ended.update(remaining)
        for pid in remaining:
            send_signal(pid, signal.SIGKILL)
        time.sleep(0.05)
    return len(ended)


def wait_until(condition, timeout=PATIENCE, what=None, interval=0.02):
    """Calls `condition` until it returns something true and returns that.

    `timeout` is in seconds; then TimeoutError says `what` was waited for and what came last. It is for what must not
    take longer; how fast a machine is, is nothing to wait_until.
    """
    deadline = time.monotonic() + timeout
    while True:
        result = condition()
        if result:
            return result
        if time.monotonic() >= deadline:
            raise TimeoutError(f"waited {timeout:g} s for {what or 'a condition'}; the last answer was {result!r}")
        time.sleep(interval)
