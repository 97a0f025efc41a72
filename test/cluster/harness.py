"""What a cluster test works with: servers by name, NATS, the example, and expectations. See README.md."""

import json
import os
import signal
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "scripts"))

from cluster import ecommerce, process  # noqa: E402  (the path is set above)
from cluster.libpq import DatabaseError, Session  # noqa: E402,F401  (for the tests)
from cluster.nats import NatsClient, NatsError, NatsServer  # noqa: E402,F401
from cluster.postgres import PostgresServer, initialise, promote, standby  # noqa: E402
from cluster.process import wait_until  # noqa: E402,F401

PASSWORD = "harness"


class Cluster:
    """The servers of one test file, in one private directory that goes away with them."""

    def __init__(self, directory, template):
        self.directory = directory
        self._template = template
        self.servers = {}
        self.nats = None

    def __getattr__(self, name):
        try:
            return self.__dict__["servers"][name]
        except KeyError:
            raise AttributeError(f"this cluster has no server {name!r}") from None

    def add_server(self, name, settings=None, extension=True, database=True):
        """Starts a server with a database of the same name; `extension` creates fraiseql there.

        Where the cluster has NATS, the library is preloaded and fraiseql.nats_url names it. Other databases have all the
        time that a machine with other work takes; `SET fraiseql.remote_timeout = 0` is for tests of what is configured.
        """
        merged = dict(settings or {})
        merged.setdefault("fsync", "off")
        if extension:
            merged.setdefault("fraiseql.remote_timeout", "60s")
        if self.nats is not None and extension:
            merged.setdefault("shared_preload_libraries", "fraiseql")
            merged.setdefault("fraiseql.nats_url", self.nats.url)
        server = PostgresServer(self.directory, name, PASSWORD, merged, self._template)
        self.servers[name] = server
        server.start()
        if database:
            server.create_database()
            server.script("CREATE EXTENSION postgres_fdw" + ("; CREATE EXTENSION fraiseql" if extension else ""))
        return server

    def add_standby(self, primary, name="standby"):
        server = standby(primary, self.directory, name)
        self.servers[name] = server
        return server

    promote = staticmethod(promote)

    def add_nats(self, options="", jetstream=True):
        self.nats = NatsServer(self.directory, options, jetstream).start()
        return self.nats

    def environment(self):
        """Values for ${PRIMARY_DB}, ${INVENTORY_DB}, ... (the superuser's URLs) and ${NATS_URL} in a fraiseql.toml."""
        values = {f"{name.upper()}_DB": server.url() for name, server in self.servers.items()}
        if self.nats is not None:
            values["NATS_URL"] = self.nats.url
        return values

    def load_example(self):
        """Loads examples/ecommerce into primary, inventory and payments, configures it and loads its schema.json."""
        ecommerce.load(self.primary, self.inventory, self.payments)
        # Without NATS the workers keep trying to reach the discard port; queries and mutations do not care.
        nats_url = self.nats.url if self.nats is not None else "nats://127.0.0.1:9"
        ecommerce.configure(self.primary, self.inventory, self.payments, nats_url)

    def close(self):
        for server in self.servers.values():
            try:
                server.thaw()
                server.stop("immediate")
            except (RuntimeError, TimeoutError, OSError):
                pass  # end_all below is not polite
        process.end_all(self.directory)


def expect_equal(actual, expected, what="the result"):
    """Compares with ==; objects also by the order of their keys. The error shows both."""
    if _ordered(actual) != _ordered(expected):
        raise AssertionError(f"{what} is\n{_shown(actual)}\nand should be\n{_shown(expected)}")


def expect_error(sqlstate, call, message=None):
    """Runs `call`, which must raise a DatabaseError with this SQLSTATE (and this text in its message); returns it."""
    try:
        result = call()
    except DatabaseError as error:
        if error.sqlstate != sqlstate or (message is not None and message not in error.message):
            raise AssertionError(f"the error should be {sqlstate}: {message or ''}") from error
        return error
    raise AssertionError(f"an error {sqlstate} was due, the call returned {result!r}")


def expect_duration(call, least, most):
    """That `call` takes more than `least` and less than `most` seconds. Nothing makes it faster than it is; what else the
    machine has to do may make it slower, so that one of five times is enough for the latter."""
    for _ in range(5):
        started = time.monotonic()
        call()
        took = time.monotonic() - started
        assert took > least, f"it took {took:.2f} s and should take {least} s at least"
        if took < most:
            return
    raise AssertionError(f"it took {took:.2f} s and should take less than {most} s")


def _ordered(value):
    if isinstance(value, dict):
        return "{", [(key, _ordered(item)) for key, item in value.items()]
    if isinstance(value, (list, tuple)):
        return "[", [_ordered(item) for item in value]
    return type(value).__name__, value


def _shown(value):
    if isinstance(value, str):
        return value
    return json.dumps(value, indent=1, ensure_ascii=False, default=repr)


def end_on_signal():
    """Turns SIGTERM into an exception, so that servers are ended before the process is."""
    def handler(*_):
        raise KeyboardInterrupt
    signal.signal(signal.SIGTERM, handler)
