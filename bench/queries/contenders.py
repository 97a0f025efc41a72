"""The contenders of all cases, in two programs: what libpq runs (main.cpp) and graphql-js (contender.mjs)."""

import json
import os
import subprocess
import sys

import databases
from cluster import ecommerce
from harness import ROOT, process

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(ROOT, "build", "bench")
PACKAGES = {"graphql": "16.11.0", "dataloader": "2.2.3", "pg": "8.23.1"}
KEYS = 10000


def build():
    """Makes both programs ready."""
    os.makedirs(BUILD, exist_ok=True)
    quiet = {"stdout": subprocess.DEVNULL, "check": True}
    subprocess.run(["cmake", "-S", ROOT, "-B", BUILD], **quiet)
    subprocess.run(["cmake", "--build", BUILD, "--target", "bench_queries", "-j", "2"], **quiet)
    missing = [f"{name}@{version}" for name, version in PACKAGES.items() if installed_version(name) != version]
    if missing:
        wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
        subprocess.run(["npm", "install", "--silent", "--no-save", "--prefix", BUILD, *wanted], **quiet)


def installed_version(package):
    try:
        with open(os.path.join(BUILD, "node_modules", package, "package.json"), encoding="utf-8") as file:
            return json.load(file)["version"]
    except FileNotFoundError:
        return None


class Program:
    """A process that answers each line of words with one line."""

    def __init__(self, *arguments):
        self._process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def ask(self, *words):
        self._process.stdin.write("\t".join(str(word) for word in words) + "\n")
        self._process.stdin.flush()
        verdict, _, answer = self._process.stdout.readline().strip().partition(" ")
        if verdict != "ok":
            sys.exit(f"{' '.join(str(word) for word in words)}: {answer or 'the program ended'}")
        return answer

    @property
    def pid(self):
        return self._process.pid

    def close(self):
        self._process.stdin.close()
        self._process.wait(timeout=30)


class Contenders:
    """`floor DOCUMENT` and `graphql-js DOCUMENT` are there from the start; statements are added."""

    def __init__(self, cluster, directory):
        keys = os.path.join(directory, "keys")
        # In an order that has nothing to do with where the rows are.
        self.keys = cluster.primary.rows(f"SELECT id FROM tb_order ORDER BY md5(id::text) LIMIT {KEYS}")
        self.keys = [key for key, in self.keys]
        process.write_file(keys, "\n".join(self.keys) + "\n")
        servers = [cluster.primary, cluster.inventory, cluster.payments]
        self._libpq = Program(os.path.join(BUILD, "bench_queries"), databases.conninfo(cluster.primary), keys)
        self._node = Program("node", os.path.join(HERE, "contender.mjs"), BUILD,
                             os.path.join(ecommerce.EXAMPLE, "schema.graphql"), os.path.join(HERE, "documents"), keys,
                             *[json.dumps({"host": server.directory, "port": server.port, "user": "postgres",
                                           "database": server.name}) for server in servers])
        for document in ("order", "orders", "get_order", "paid_orders"):
            self._libpq.ask("floor", f"floor {document}", document, *[databases.conninfo(server) for server in servers])

    def add_statement(self, name, statement, *turns, reconnects_to=None):
        """A statement and lists of parameters that take turns. In a parameter, `{key}` stands for the id that is asked
        about and `{n}` for the number of the question. With `reconnects_to`, a connection string, each question has a
        connection of its own; otherwise the statement is prepared in the primary."""
        kind = ["connection", name, reconnects_to] if reconnects_to else ["statement", name]
        self._libpq.ask(*kind, " ".join(statement.split()), len(turns[0]),
                        *[" ".join(parameter.split()) for turn in turns for parameter in turn])

    def _program(self, name):
        kind, _, document = name.partition(" ")
        return (self._node, document) if kind == "graphql-js" else (self._libpq, name)

    def answer(self, name, key):
        """The answer, parsed: a response, or the rows of a statement."""
        program, known_as = self._program(name)
        return json.loads(program.ask("answer", known_as, key))

    def measure(self, name, clients, milliseconds):
        program, known_as = self._program(name)
        requests, seconds = program.ask("measure", known_as, clients, milliseconds).split()
        return int(requests), float(seconds)

    def repeat(self, name, requests):
        """Asks so many questions, one after the other on one connection; returns the id of the process that answered."""
        return int(self._libpq.ask("repeat", name, requests))

    @property
    def pids(self):
        return [self._libpq.pid, self._node.pid]

    def close(self):
        self._libpq.close()
        self._node.close()
