#!/usr/bin/env python3
"""Builds and runs every test of the project: what `make test` does.

    scripts/run_tests.py [PART ...]

Parts are checks, tidy, unit, conformance, introspection, regress, cluster, fuzz: all, in this order, where none is named.

Ends with one line `N passed, N failed`; the exit status is 0 when nothing failed. The extension is installed into a
temporary copy of the PostgreSQL that is installed, or straight into that of PG_CONFIG where it is set.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CONFORMANCE = os.path.join(ROOT, "..", "shared", "conformance")
JOBS = str(min(os.cpu_count() or 1, 8))
FUZZ_SECONDS = 30


class Totals:
    def __init__(self):
        self.passed = 0
        self.failures = []

    def ok(self, name):
        self.passed += 1
        print(f"ok - {name}", flush=True)

    def fail(self, name, why=""):
        self.failures.append(name)
        print(f"not ok - {name}", flush=True)
        if why:
            print("\n".join("    # " + line for line in why.rstrip().splitlines()), flush=True)

    def count(self, name, passed, failed):
        """Tests that another program has run and reported."""
        self.passed += passed
        self.failures += [f"{name} ({failed})"] + [""] * (failed - 1) if failed else []


totals = Totals()


def run(*arguments, environment=None, timeout=None):
    """Runs a program to its end; returns (exit status, all it printed)."""
    try:
        result = subprocess.run(arguments, cwd=ROOT, env={**os.environ, **(environment or {})}, timeout=timeout,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except subprocess.TimeoutExpired as error:
        return 124, (error.stdout or b"").decode("utf-8", "replace") + f"\nended after {timeout} s"
    return result.returncode, result.stdout.decode("utf-8", "replace")


def stream(*arguments, environment=None):
    """Runs a program, shows what it prints while it runs, and returns (exit status, all it printed)."""
    lines = []
    with subprocess.Popen(arguments, cwd=ROOT, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace") as child:
        for line in child.stdout:
            lines.append(line)
            print(line, end="", flush=True)
    return child.returncode, "".join(lines)


def step(name, *arguments, **options):
    """One build step or check: a test that passes when the program's status is 0."""
    status, output = run(*arguments, **options)
    if status == 0:
        totals.ok(name)
    else:
        totals.fail(name, output[-6000:] or f"status {status}")
    return status == 0


def cmake_build(directory, *options, environment=None):
    return step(f"build of {directory}", "cmake", "-S", ".", "-B", directory, *options,
                environment=environment) and step(f"compilation in {directory}", "cmake", "--build", directory, "-j", JOBS)


def checks():
    for script in sorted(glob.glob(os.path.join(ROOT, "scripts", "check_*.sh"))):
        if not script.endswith(("check_exports.sh", "check_tidy.sh")):  # that looks at the library, see regress
            step(os.path.basename(script).removesuffix(".sh").replace("_", " "), script)


def tidy():
    step("clang-tidy", "scripts/check_tidy.sh", timeout=3600)


def unit():
    """The core's unit tests under AddressSanitizer and UndefinedBehaviorSanitizer."""
    if not cmake_build("build/sanitize", "-DFRAISEQL_SANITIZE=ON"):
        return
    programs = sorted(glob.glob(os.path.join(ROOT, "build/sanitize/*_test")))
    if not programs:
        totals.fail("unit tests", "none was built")
    for program in programs:
        name = os.path.basename(program)
        status, output = run(program, "--gtest_brief=1", environment={"UBSAN_OPTIONS": "print_stacktrace=1"}, timeout=1800)
        passed = re.search(r"\[  PASSED  \] (\d+) test", output)
        failed = re.search(r"\[  FAILED  \] (\d+) test", output)
        passed, failed = (int(found.group(1)) if found else 0 for found in (passed, failed))
        if status != 0 and failed == 0:
            failed = 1  # a sanitizer ended it
        totals.count(name, passed, failed)
        print(f"{'not ok' if failed else 'ok'} - {name}: {passed} passed, {failed} failed", flush=True)
        if failed:
            print(output[-6000:], flush=True)


def conformance():
    """The vectors recorded from the reference implementation, where their directory is there."""
    if not os.path.isdir(CONFORMANCE):
        print("conformance: no vectors in ../shared/conformance, skipped")
        return
    program = os.path.join(ROOT, "build/sanitize/conformance")
    if not os.path.exists(program):
        totals.fail("conformance", "its program was not built")
        return
    status, output = run(program, CONFORMANCE, timeout=1800)
    found = re.findall(r"^(\S+): (\d+) of (\d+)$", output, re.MULTILINE)
    for name, passed, total in found:
        totals.count(f"conformance {name}", int(passed), int(total) - int(passed))
        print(f"{'ok' if passed == total else 'not ok'} - conformance {name}: {passed} of {total}")
    if not found or (status != 0 and all(passed == total for _, passed, total in found)):
        totals.fail("conformance", output[-6000:])
    elif status != 0:
        print(output[-6000:])


def introspection():
    """What clients learn by introspection, beside the reference implementation where node and npm are there."""
    program = os.path.join(ROOT, "build/sanitize/introspection")
    if not os.path.exists(program):
        totals.fail("introspection", "its program was not built")
        return
    vectors = [CONFORMANCE] if os.path.isdir(CONFORMANCE) else []
    status, output = stream("test/introspection/run", "--program", program, *vectors)
    found = re.search(r"^(\d+) passed, (\d+) failed$", output, re.MULTILINE)
    passed, failed = (int(found.group(1)), int(found.group(2))) if found else (0, 0)
    totals.count("introspection", passed, max(failed, int(status != 0)))


def install():
    """Builds the extension and installs it; true when that went well."""
    return (step("build of the extension", "make", "-s", "-j", JOBS, "all", f"PG_CONFIG={os.environ['PG_CONFIG']}")
            and step("installation", "make", "-s", "install", f"PG_CONFIG={os.environ['PG_CONFIG']}"))


def regress():
    step("check exports", "scripts/check_exports.sh")
    if not glob.glob(os.path.join(ROOT, "test/regress/sql/*.sql")):
        return
    status, output = stream("test/regress/run")
    passed = len(re.findall(r"^test \S+ +\.\.\. ok\b|^ok \d+ ", output, re.MULTILINE))
    failed = len(re.findall(r"^test \S+ +\.\.\. FAILED\b|^not ok \d+ ", output, re.MULTILINE))
    totals.count("regress", passed, max(failed, int(status != 0)))
    if failed:
        with open(os.path.join(ROOT, "regression.diffs"), encoding="utf-8", errors="replace") as file:
            print(file.read()[-8000:])


def cluster():
    status, output = stream(sys.executable, "test/cluster/run.py", "-j", "2")
    found = re.search(r"^(\d+) passed, (\d+) failed$", output, re.MULTILINE)
    passed, failed = (int(found.group(1)), int(found.group(2))) if found else (0, 0)
    totals.count("cluster", passed, max(failed, int(status != 0)))


def fuzz():
    """Each fuzzer for a short time, from its seeds."""
    if not glob.glob(os.path.join(ROOT, "test/fuzz/*.cpp")):
        return
    if not cmake_build("build/fuzz", "-DFRAISEQL_FUZZ=ON", "-DFRAISEQL_SANITIZE=ON",
                       environment={"CXX": "clang++-14", "CC": "clang-14"}):
        return
    programs = sorted(glob.glob(os.path.join(ROOT, "build/fuzz/*_fuzz")))
    if not programs:
        totals.fail("fuzzers", "none was built")
    for program in programs:
        name = os.path.basename(program)
        seeds = os.path.join(ROOT, "test/fuzz/corpus", name.removesuffix("_fuzz"))
        with tempfile.TemporaryDirectory(prefix="fraiseql-fuzz-") as corpus:
            step(f"{name}, {FUZZ_SECONDS} s", program, f"-max_total_time={FUZZ_SECONDS}", "-timeout=60",
                 f"-artifact_prefix={ROOT}/build/fuzz/", f"-dict={ROOT}/test/fuzz/graphql.dict", corpus,
                 *([seeds] if os.path.isdir(seeds) else []), timeout=FUZZ_SECONDS + 600)


def main():
    parts = {"checks": checks, "tidy": tidy, "unit": unit, "conformance": conformance, "introspection": introspection,
             "regress": regress, "cluster": cluster, "fuzz": fuzz}
    chosen = sys.argv[1:] or list(parts)
    unknown = [name for name in chosen if name not in parts]
    if unknown:
        sys.exit(f"unknown part {unknown[0]}; parts are {' '.join(parts)}")
    tree = None
    started = time.monotonic()
    try:
        if {"regress", "cluster"} & set(chosen):
            if "PG_CONFIG" not in os.environ:
                tree = tempfile.mkdtemp(prefix="fraiseql-postgres-", dir="/tmp")
                status, output = run("scripts/private-postgres.sh", tree)
                if status != 0:
                    sys.exit(output)
                os.environ["PG_CONFIG"] = output.strip()
            built = install()
        for name in chosen:
            if name in ("regress", "cluster") and not built:
                totals.fail(name, "the extension was not built")
            else:
                parts[name]()
    finally:
        if tree is not None:
            shutil.rmtree(tree, ignore_errors=True)
    if totals.failures:
        print("failed: " + ", ".join(name for name in totals.failures if name))
    print(f"ran for {time.monotonic() - started:.0f} s")
    print(f"{totals.passed} passed, {len(totals.failures)} failed")
    return 1 if totals.failures else 0


if __name__ == "__main__":
    sys.exit(main())
