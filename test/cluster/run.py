#!/usr/bin/env python3
"""Runs cluster tests: run.py [-j N] [--keep] [NAME ...]

Each file <area>_<behaviour>.py in this directory is a program of its own with its own servers. A NAME selects files that
begin with it (platform, events_outbox). Prints one line per test ("ok ..." or "not ok ..." with the reason below it) and
ends with "N passed, N failed"; the exit status is 0 when nothing failed.
"""

import argparse
import importlib.util
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

import harness
from harness import process

HERE = os.path.dirname(os.path.abspath(__file__))
NOT_TESTS = {"harness.py", "run.py"}
DEFAULT_TIMEOUT = 900  # seconds per file; a file says TIMEOUT = N where it needs more
PORTS = range(20000, 32000)  # shared out among the files


def test_files(names):
    files = sorted(file for file in os.listdir(HERE) if file.endswith(".py") and file not in NOT_TESTS)
    if names:
        files = [file for file in files if any(file.startswith(name) for name in names)]
    return files


def load(file):
    spec = importlib.util.spec_from_file_location(file.removesuffix(".py"), os.path.join(HERE, file))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run_file(file, directory, template):
    """Runs the tests of one file in this process."""
    harness.end_on_signal()
    module = load(file)
    tests = [(name, value) for name, value in vars(module).items() if name.startswith("test_") and callable(value)]
    cluster = harness.Cluster(directory, template)
    failed = 0
    try:
        try:
            if getattr(module, "NATS", False):
                cluster.add_nats()
            for name in getattr(module, "SERVERS", ()):
                cluster.add_server(name, extension=getattr(module, "EXTENSION", True))
            if getattr(module, "EXAMPLE", False):
                cluster.load_example()
            if hasattr(module, "set_up"):
                module.set_up(cluster)
        except Exception:  # noqa: BLE001  (whatever it is, the tests cannot run)
            for name, _ in tests:
                report(file, name, "the servers could not be set up")
            diagnose(cluster, traceback.format_exc())
            return 1
        for name, test in tests:
            started = time.monotonic()
            try:
                test(cluster)
            except Exception:  # noqa: BLE001  (a failed test must not end the others)
                failed += 1
                report(file, name, "failed")
                diagnose(cluster, traceback.format_exc())
            else:
                report(file, name, None, time.monotonic() - started)
    finally:
        cluster.close()
    return 1 if failed else 0


def report(file, name, fault, seconds=0.0):
    label = f"{file.removesuffix('.py')}: {name.removeprefix('test_').replace('_', ' ')}"
    print(f"not ok - {label} ({fault})" if fault else f"ok - {label} ({seconds:.1f} s)", flush=True)


def diagnose(cluster, text):
    for name, server in cluster.servers.items():
        text += f"\n-- the log of {name} --\n{server.log_tail(15)}"
    if cluster.nats is not None:
        text += f"\n-- the log of NATS --\n{cluster.nats.log_tail(5)}"
    print("\n".join(f"    # {line}" for line in text.splitlines()), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-j", "--jobs", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="leave the directories of failed files (stopped servers)")
    parser.add_argument("--file", nargs=3, metavar=("FILE", "DIRECTORY", "TEMPLATE"), help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if options.file:
        return run_file(*options.file)

    harness.end_on_signal()
    # /tmp: the path must be short enough for Unix sockets and open to the servers' account.
    root = process.own(tempfile.mkdtemp(prefix="fraiseql-", dir="/tmp"))
    totals = {"ok": 0, "not ok": 0}
    waiting, running = test_files(options.names), []
    size = len(PORTS) // max(len(waiting), 1)
    shares = [PORTS[number * size:(number + 1) * size] for number in range(len(waiting))]
    random.shuffle(shares)  # another run beside this one gives its files others
    ports = dict(zip(waiting, shares))
    try:
        template = os.path.join(root, "template")
        harness.initialise(template, harness.PASSWORD)
        if not waiting:
            print("no such tests", file=sys.stderr)
            return 2
        while waiting or running:
            while waiting and len(running) < options.jobs:
                running.append(Run(file := waiting.pop(0), root, template, ports[file]))
            for run in [run for run in running if run.is_over()]:
                running.remove(run)
                run.finish(totals, options.keep)
            time.sleep(0.05)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        totals["not ok"] += 1
    finally:
        for run in running:
            run.end()
        process.end_all(root)
        if options.keep and totals["not ok"]:
            print(f"the servers' directories are in {root}")
        else:
            shutil.rmtree(root, ignore_errors=True)
    print(f"{totals['ok']} passed, {totals['not ok']} failed")
    return 1 if totals["not ok"] else 0


class Run:
    """One test file in a process of its own."""

    def __init__(self, file, root, template, ports):
        self.file = file
        self.directory = process.make_directory(os.path.join(root, file.removesuffix(".py")))
        self.deadline = time.monotonic() + self._timeout()
        self.output = open(self.directory + ".out", "w+", encoding="utf-8")
        self.child = subprocess.Popen([sys.executable, os.path.abspath(__file__), "--file", file, self.directory,
                                       template], stdout=self.output, stderr=subprocess.STDOUT,
                                      env={**os.environ, "FRAISEQL_PORTS": f"{ports[0]}-{ports[-1]}"},
                                      preexec_fn=process.tie_to_parent(signal.SIGTERM))
        self.timed_out = False

    def _timeout(self):
        # Read, not imported: the parent runs no test code.
        with open(os.path.join(HERE, self.file), encoding="utf-8") as source:
            for line in source:
                if line.startswith("TIMEOUT = "):
                    return float(line.split("=")[1].split("#")[0])
        return DEFAULT_TIMEOUT

    def is_over(self):
        if self.child.poll() is None and time.monotonic() > self.deadline:
            self.timed_out = True
            self.end()
        return self.child.poll() is not None

    def end(self):
        self.child.terminate()
        try:
            self.child.wait(process.PATIENCE)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()

    def finish(self, totals, keep):
        left = process.end_all(self.directory)
        self.output.seek(0)
        text = self.output.read()
        self.output.close()
        print(text, end="", flush=True)
        lines = text.splitlines()
        passed = sum(line.startswith("ok - ") for line in lines)
        failed = sum(line.startswith("not ok - ") for line in lines)
        if self.timed_out:
            failed += 1
            print(f"not ok - {self.file.removesuffix('.py')} (took longer than its time)")
        elif self.child.returncode != 0 and failed == 0:
            failed += 1
            print(f"not ok - {self.file.removesuffix('.py')} (ended with status {self.child.returncode})")
        elif passed + failed == 0:
            failed += 1
            print(f"not ok - {self.file.removesuffix('.py')} (has no tests)")
        elif left and not failed:
            failed += 1
            print(f"not ok - {self.file.removesuffix('.py')} (left {left} processes behind)")
        totals["ok"] += passed
        totals["not ok"] += failed
        if not (keep and failed):
            shutil.rmtree(self.directory, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
