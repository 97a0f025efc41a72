"""A nats-server in a private directory, and a client that speaks the NATS protocol over a plain socket.

The client is there to look from outside at what the extension publishes, and to publish what it must receive; it shares
no code with the extension. Protocol: https://docs.nats.io/reference/reference-protocols/nats-protocol.
"""

import collections
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import uuid

from . import process

Message = collections.namedtuple("Message", "subject payload headers reply")


class NatsServer:
    """nats-server with JetStream (file storage) in `directory`/nats. `options` are further lines of its configuration."""

    def __init__(self, directory, options="", jetstream=True, outlive=False):
        self.directory = process.make_directory(os.path.join(directory, "nats"))
        self.store = os.path.join(self.directory, "store")
        self.log = os.path.join(self.directory, "log")
        self.port = process.free_port()
        self.name = uuid.uuid4().hex
        self.options = options
        self.jetstream = jetstream
        self.outlive = outlive
        self._process = None

    @property
    def url(self):
        return f"nats://127.0.0.1:{self.port}"

    def start(self):
        program = shutil.which("nats-server", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/bin")
        if program is None:
            raise RuntimeError("nats-server is not installed: scripts/install-deps.sh does it")
        configuration = (f"listen: 127.0.0.1:{self.port}\npid_file: {json.dumps(self.directory + '/pid')}\n"
                         f"server_name: {json.dumps(self.name)}\n")
        if self.jetstream:
            configuration += f"jetstream {{ store_dir: {json.dumps(self.store)} }}\n"
        process.write_file(os.path.join(self.directory, "nats.conf"), configuration + self.options)
        self._process = process.spawn([program, "-c", "nats.conf"], self.directory, self.log, self.outlive)
        try:
            process.wait_until(self._is_ready, what="nats-server to accept connections")
        except (TimeoutError, RuntimeError) as error:
            raise RuntimeError(f"{error}\n{self.log_tail()}") from error
        return self

    def _is_ready(self):
        if self._process.poll() is not None:
            raise RuntimeError("nats-server ended")
        # A server with TLS or authentication says its name too, which is all that is asked here: another one may have
        # the port.
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
                with connection.makefile("rb") as lines:
                    return json.loads(lines.readline().removeprefix(b"INFO "))["server_name"] == self.name
        except (OSError, ValueError, KeyError):
            return False

    @property
    def pid(self):
        return self._process.pid if self._process is not None else None

    def stop(self):
        self._end(signal.SIGTERM)

    def crash(self):
        self._end(signal.SIGKILL)

    def _end(self, number):
        if self._process is None:
            return
        self._process.send_signal(number)
        try:
            self._process.wait(process.PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise RuntimeError(f"nats-server did not end:\n{self.log_tail()}") from error
        self._process = None

    def restart(self):
        self.stop()
        return self.start()

    def lose_store(self):
        """Removes what JetStream has stored; the server must be down."""
        shutil.rmtree(self.store, ignore_errors=True)

    def freeze(self):
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    def client(self, **options):
        return NatsClient(self.port, **options)

    def log_tail(self, lines=30):
        try:
            with open(self.log, encoding="utf-8", errors="replace") as file:
                return "\n".join(file.read().splitlines()[-lines:])
        except OSError:
            return ""


class NatsError(Exception):
    """An -ERR of the server or an error answer of JetStream."""


class NatsClient:
    """One connection. `options` go into CONNECT (user, pass, auth_token)."""

    def __init__(self, port, timeout=process.PATIENCE, **options):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout)
        self._buffer = bytearray()
        self._arrived = collections.deque()
        self._last_sid = 0
        self.info = json.loads(self._line(time.monotonic() + timeout).removeprefix("INFO "))
        connect = {"verbose": False, "pedantic": False, "headers": True, "no_responders": True, "lang": "python",
                   "version": "0", "protocol": 1, **options}
        self._socket.sendall(b"CONNECT " + json.dumps(connect).encode() + b"\r\n")
        self._inbox = f"_INBOX.{uuid.uuid4().hex}"
        self.flush()

    def close(self):
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def subscribe(self, subject):
        """Returns the subscription's id; its messages come from next() and messages()."""
        self._last_sid += 1
        self._socket.sendall(f"SUB {subject} {self._last_sid}\r\n".encode())
        self.flush()
        return self._last_sid

    def publish(self, subject, payload, headers=None, reply=""):
        body = payload if isinstance(payload, bytes) else str(payload).encode()
        reply = reply and reply + " "
        if headers:
            head = "NATS/1.0\r\n" + "".join(f"{key}: {value}\r\n" for key, value in headers.items()) + "\r\n"
            frame = f"HPUB {subject} {reply}{len(head.encode())} {len(head.encode()) + len(body)}\r\n{head}".encode()
        else:
            frame = f"PUB {subject} {reply}{len(body)}\r\n".encode()
        self._socket.sendall(frame + body + b"\r\n")

    def flush(self, timeout=process.PATIENCE):
        """Returns when the server has seen everything sent before."""
        self._socket.sendall(b"PING\r\n")
        deadline = time.monotonic() + timeout
        while self._read(deadline) != "PONG":
            pass

    def next(self, timeout=process.PATIENCE):
        """The next message, None when `timeout` seconds pass without one."""
        deadline = time.monotonic() + timeout
        while not self._arrived:
            try:
                self._read(deadline)
            except TimeoutError:
                return None
        return self._arrived.popleft()

    def messages(self, count, timeout=process.PATIENCE):
        """The next `count` messages; fewer when `timeout` seconds pass before."""
        deadline = time.monotonic() + timeout
        found = []
        while len(found) < count:
            message = self.next(max(deadline - time.monotonic(), 0.001))
            if message is None:
                break
            found.append(message)
        return found

    def request(self, subject, payload="", timeout=process.PATIENCE):
        """The first answer to a request. Messages of other subscriptions stay queued."""
        reply = f"{self._inbox}.{uuid.uuid4().hex}"
        self.subscribe(reply)
        self.publish(subject, payload, reply=reply)
        self._socket.sendall(f"UNSUB {self._last_sid} 1\r\n".encode())
        deadline = time.monotonic() + timeout
        while True:
            for message in self._arrived:
                if message.subject == reply:
                    self._arrived.remove(message)
                    return message
            self._read(deadline)

    # -- JetStream ---------------------------------------------------------------------------------------------------

    def jetstream(self, api, body=None, timeout=process.PATIENCE):
        """An answer of the JetStream API: jetstream("STREAM.INFO.orders") asks $JS.API.STREAM.INFO.orders."""
        answer = self.request(f"$JS.API.{api}", json.dumps(body) if body is not None else "", timeout)
        if "503" in (answer.headers or {}).get("Status", ""):
            raise NatsError("JetStream is not available")
        parsed = json.loads(answer.payload)
        if "error" in parsed:
            raise NatsError(f"{api}: {parsed['error'].get('description')}")
        return parsed

    def add_stream(self, name, subjects, **configuration):
        return self.jetstream(f"STREAM.CREATE.{name}", {
            "name": name, "subjects": subjects, "storage": "file", "retention": "limits", "max_consumers": -1,
            "max_msgs": -1, "max_bytes": -1, "max_age": 0, "num_replicas": 1, "discard": "old", **configuration})

    def stream_names(self):
        return self.jetstream("STREAM.NAMES", {}).get("streams") or []

    def stream_messages(self, stream, start=1):
        """Yields the messages of a stream from sequence `start` on, in order, as (sequence, Message)."""
        last = self.jetstream(f"STREAM.INFO.{stream}")["state"]["last_seq"]
        if last < start:
            return
        inbox = f"{self._inbox}.{uuid.uuid4().hex}"
        self.subscribe(inbox)
        # An ephemeral push consumer without acknowledgements: it goes away by itself.
        self.jetstream(f"CONSUMER.CREATE.{stream}", {"stream_name": stream, "config": {
            "deliver_subject": inbox, "ack_policy": "none", "deliver_policy": "by_start_sequence",
            "opt_start_seq": start, "replay_policy": "instant", "max_deliver": 1,
            "inactive_threshold": 5_000_000_000}})
        while True:
            message = self.next()
            if message is None:
                raise NatsError(f"stream {stream} stopped before message {last}")
            # $JS.ACK.<stream>.<consumer>.<delivered>.<stream sequence>.<consumer sequence>.<timestamp>.<pending>
            parts = message.reply.split(".")
            if len(parts) < 9:
                self._arrived.append(message)
                continue
            sequence = int(parts[-4])
            yield sequence, message
            if sequence >= last or parts[-1] == "0":
                return

    # -- the wire ----------------------------------------------------------------------------------------------------

    def _fill(self, deadline):
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("no answer from nats-server")
        self._socket.settimeout(remaining)
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionError("nats-server closed the connection")
        self._buffer += data

    def _line(self, deadline):
        while (end := self._buffer.find(b"\r\n")) < 0:
            self._fill(deadline)
        line = self._buffer[:end].decode()
        del self._buffer[:end + 2]
        return line

    def _bytes(self, count, deadline):
        while len(self._buffer) < count + 2:
            self._fill(deadline)
        body = bytes(self._buffer[:count])
        del self._buffer[:count + 2]
        return body

    def _read(self, deadline):
        """Reads one protocol message, files it if it is one for a subscription, and returns its line."""
        line = self._line(deadline)
        verb = line.split(" ", 1)[0].upper()
        if verb == "PING":
            self._socket.sendall(b"PONG\r\n")
        elif verb == "-ERR":
            raise NatsError(line)
        elif verb in ("MSG", "HMSG"):
            # A message is on its way once its line is there: wait for the rest of it whatever the deadline says.
            rest = time.monotonic() + 30
            parts = line.split()
            sizes = 2 if verb == "HMSG" else 1
            body = self._bytes(int(parts[-1]), rest)
            headers = None
            if verb == "HMSG":
                headers, body = _headers(body[:int(parts[-2])]), body[int(parts[-2]):]
            reply = parts[3] if len(parts) - sizes == 4 else ""
            self._arrived.append(Message(parts[1], body.decode("utf-8", "replace"), headers, reply))
        return line


def _headers(block):
    lines = block.decode().split("\r\n")
    found = {"Status": lines[0].removeprefix("NATS/1.0").strip()} if lines[0].strip() != "NATS/1.0" else {}
    for line in lines[1:]:
        key, colon, value = line.partition(":")
        if colon:
            found[key] = value.strip()
    return found
