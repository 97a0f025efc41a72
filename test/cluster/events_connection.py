"""How a worker reaches NATS: users, tokens, credentials files, TLS, several servers; told by settings and by the TOML, and
followed without a restart."""

import base64
import json
import os
import struct
import subprocess

from harness import DatabaseError, NatsServer, expect_equal, wait_until
from cluster import process

SERVERS = ("primary",)
NATS = True

OBSERVE = """
CREATE TABLE got (payload jsonb);
CREATE FUNCTION take(payload jsonb) RETURNS void LANGUAGE sql AS $$ INSERT INTO got VALUES (payload) $$;
SELECT fraiseql.set_observers('[{"channel": "made", "nats_subject": "thing.made"}]');
SELECT fraiseql.set_subscribers('[{"subject": "thing.made", "function": "take"}]');
"""
# Whatever the settings were, this is what they are when nobody says anything.
PLAIN = {"fraiseql.nats_user": "", "fraiseql.nats_password": "", "fraiseql.nats_token": "", "fraiseql.nats_credentials": "",
         "fraiseql.nats_tls": "off", "fraiseql.nats_ca": "", "fraiseql.nats_cert": "", "fraiseql.nats_key": ""}


def status(server, column):
    try:
        return server.value(f"SELECT {column} FROM fraiseql.worker_status WHERE database = current_database()")
    except DatabaseError:
        return None  # on its way up


def settle(cluster, settings, toml=None):
    """Settings by reload, and what stands in [nats]."""
    cluster.primary.configure({**PLAIN, "fraiseql.nats_url": cluster.nats.url, **settings})
    cluster.primary.reload()
    if toml is None:
        cluster.primary.script("SELECT fraiseql.configure('')")
        cluster.primary.script(OBSERVE[OBSERVE.index("SELECT"):])
    else:
        table = "[nats]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in toml.items())
        cluster.primary.rows("SELECT fraiseql.configure($1)", table + """
            [[observers]]
            channel = "made"
            nats_subject = "thing.made"
            [[subscribers]]
            subject = "thing.made"
            function = "take"
            """)


number = 0


def expect_delivery(cluster, address):
    """An event goes out through this server and comes back."""
    global number
    number += 1
    wait_until(lambda: status(cluster.primary, "nats_server") == address and status(cluster.primary, "state") == "running",
               what=f"{address} to be used")
    cluster.primary.script(f"SELECT pg_notify('made', '{number}')")
    wait_until(lambda: cluster.primary.value("SELECT count(*) FROM got WHERE payload = $1::jsonb", str(number)) == "1")


def expect_refusal(cluster, words):
    wait_until(lambda: words in (status(cluster.primary, "last_error") or "")
               and status(cluster.primary, "state") in ("connecting", "faulty"), what=words)


def set_up(cluster):
    cluster.primary.script(OBSERVE)


def test_credentials_are_followed_without_a_restart(cluster):
    """A second nats-server with users: refused at first, let in after the settings are reloaded, then as set_nats says."""
    guarded = NatsServer(process.make_directory(os.path.join(cluster.directory, "guarded")), """
        authorization { users: [ { user: anna, password: "s3cret" }, { user: bert, password: "0ther" } ] }
    """).start()
    primary = cluster.primary
    primary.configure({"fraiseql.nats_url": guarded.url})
    primary.reload()
    wait_until(lambda: "uthorization" in (status(primary, "last_error") or ""), what="the refusal")
    primary.configure({"fraiseql.nats_user": "anna", "fraiseql.nats_password": "s3cret"})
    primary.reload()
    wait_until(lambda: status(primary, "state") == "running" and status(primary, "nats_server") == guarded.url)
    # PostgreSQL logs what a reload changes with its value: not this one. A superuser sees that there is one.
    primary.log_mark()  # (the log is written up to here)
    said = [entry["message"] for entry in primary.log_entries()]
    assert any('parameter "fraiseql.nats_user" changed to "anna"' in message for message in said), said
    assert not [message for message in said if "s3cret" in message], said
    expect_equal(primary.value("SHOW fraiseql.nats_password"), "********")
    expect_equal(primary.value("SELECT count(*) FROM pg_settings WHERE setting LIKE '%s3cret%'"), "0")
    primary.rows("SELECT fraiseql.set_nats($1::jsonb)", json.dumps(
        {"url": guarded.url.replace("//", "//bert:0ther@"), "streams": [{"name": "OTHER", "subjects": ["other.>"]}]}))
    with guarded.client(user="bert", **{"pass": "0ther"}) as client:
        wait_until(lambda: "OTHER" in client.stream_names())
    wait_until(lambda: status(primary, "state") == "running" and status(primary, "nats_server") == guarded.url)
    primary.script("SELECT fraiseql.set_nats(NULL)")
    primary.configure({"fraiseql.nats_url": cluster.nats.url, "fraiseql.nats_user": "", "fraiseql.nats_password": ""})
    primary.reload()
    wait_until(lambda: status(primary, "nats_server") == cluster.nats.url)
    guarded.stop()


def test_token(cluster):
    guarded = NatsServer(process.make_directory(os.path.join(cluster.directory, "token")),
                         'authorization { token: "t0ken" }\n').start()
    settle(cluster, {"fraiseql.nats_url": guarded.url, "fraiseql.nats_token": "other"})
    expect_refusal(cluster, "uthorization")
    settle(cluster, {"fraiseql.nats_url": guarded.url, "fraiseql.nats_token": "t0ken"})
    expect_delivery(cluster, guarded.url)
    cluster.primary.log_mark()
    assert not [entry for entry in cluster.primary.log_entries() if "t0ken" in entry["message"]]
    # The TOML goes before the setting, which is wrong now.
    settle(cluster, {"fraiseql.nats_url": guarded.url, "fraiseql.nats_token": "other"}, {"token": "t0ken"})
    expect_delivery(cluster, guarded.url)
    settle(cluster, {})
    expect_delivery(cluster, cluster.nats.url)
    guarded.stop()


class Nkey:
    """An ed25519 key in the form that NATS gives to the keys of operators, accounts and users."""

    def __init__(self, directory, name, prefix):
        self.path = os.path.join(directory, f"{name}.key")
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.path], check=True, capture_output=True)
        private = self._der([])[-32:]
        public = self._der(["-pubout"])[-32:]
        self.public = self._encode(bytes([prefix]) + public)
        self.seed = self._encode(bytes([18 << 3 | prefix >> 5, (prefix & 31) << 3]) + private)

    def _der(self, options):
        return subprocess.run(["openssl", "pkey", "-in", self.path, "-outform", "DER", *options], check=True,
                              capture_output=True).stdout

    @staticmethod
    def _encode(data):
        checksum = 0  # CRC-16/XMODEM
        for byte in data:
            checksum ^= byte << 8
            for _ in range(8):
                checksum = (checksum << 1 ^ (0x1021 if checksum & 0x8000 else 0)) & 0xffff
        return base64.b32encode(data + struct.pack("<H", checksum)).decode().rstrip("=")

    def sign(self, subject, name, claims):
        """A JWT about the key `subject`."""
        def part(value):
            return base64.urlsafe_b64encode(value).decode().rstrip("=")
        body = ".".join(part(json.dumps(value).encode()) for value in (
            {"typ": "JWT", "alg": "ed25519-nkey"},
            {"jti": name, "iat": 1700000000, "iss": self.public, "name": name, "sub": subject.public,
             "nats": {**claims, "version": 2}}))
        path = self.path + ".body"
        with open(path, "w", encoding="utf-8") as file:
            file.write(body)
        signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", self.path, "-in", path], check=True,
                                   capture_output=True).stdout
        return f"{body}.{part(signature)}"


def test_credentials_file(cluster):
    directory = process.make_directory(os.path.join(cluster.directory, "nkeys"))
    operator, system, account, user = (Nkey(directory, name, prefix << 3) for name, prefix in
                                       (("operator", 14), ("system", 0), ("account", 0), ("user", 20)))
    unlimited = dict.fromkeys(("subs", "data", "payload"), -1)
    limits = {**unlimited, **dict.fromkeys(("imports", "exports", "conn", "leaf"), -1), "wildcards": True}
    system_token = operator.sign(system, "system", {"type": "account", "limits": limits})
    account_token = operator.sign(account, "account", {"type": "account", "limits": {
        **limits, **dict.fromkeys(("mem_storage", "disk_storage", "streams", "consumer"), -1)}})
    user_token = account.sign(user, "user", {"type": "user", "pub": {}, "sub": {}, **unlimited})
    path = process.write_file(os.path.join(directory, "user.creds"), f"""-----BEGIN NATS USER JWT-----
{user_token}
------END NATS USER JWT------

-----BEGIN USER NKEY SEED-----
{user.seed}
------END USER NKEY SEED------
""")
    guarded = NatsServer(process.make_directory(os.path.join(cluster.directory, "operator")), f"""
        operator: "{operator.sign(operator, "operator", {"type": "operator"})}"
        resolver: MEMORY
        system_account: {system.public}
        resolver_preload: {{ {system.public}: "{system_token}", {account.public}: "{account_token}" }}
    """).start()
    settle(cluster, {"fraiseql.nats_url": guarded.url})
    expect_refusal(cluster, "uthorization")
    settle(cluster, {"fraiseql.nats_url": guarded.url, "fraiseql.nats_credentials": path})
    expect_delivery(cluster, guarded.url)
    settle(cluster, {"fraiseql.nats_url": guarded.url}, {"credentials": path})
    expect_delivery(cluster, guarded.url)
    settle(cluster, {"fraiseql.nats_url": guarded.url}, {"credentials": path + ".missing"})
    wait_until(lambda: status(cluster.primary, "state") in ("connecting", "faulty"))
    settle(cluster, {})
    expect_delivery(cluster, cluster.nats.url)
    guarded.stop()


def test_credentials_file_that_is_not_there(cluster):
    settle(cluster, {"fraiseql.nats_credentials": "/nowhere.creds"})
    wait_until(lambda: status(cluster.primary, "last_error") == 'NATS: credentials "/nowhere.creds": No such file or directory')
    expect_equal(status(cluster.primary, "state"), "faulty")
    settle(cluster, {})
    expect_delivery(cluster, cluster.nats.url)


def certificates(cluster):
    directory = process.make_directory(os.path.join(cluster.directory, "tls"))

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=directory, check=True, capture_output=True)

    for authority in ("ca", "other"):
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", f"{authority}.key", "-out",
                f"{authority}.pem", "-subj", f"/CN={authority}")
    for name in ("server", "client"):
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        process.write_file(os.path.join(directory, f"{name}.ext"), "subjectAltName=IP:127.0.0.1\n")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
                "-extfile", f"{name}.ext", "-out", f"{name}.pem")
    for name in os.listdir(directory):
        process.own(os.path.join(directory, name))
    return directory


def test_tls_with_a_client_certificate(cluster):
    directory = certificates(cluster)
    guarded = NatsServer(process.make_directory(os.path.join(cluster.directory, "tls_nats")), f"""
        tls {{ cert_file: "{directory}/server.pem", key_file: "{directory}/server.key", ca_file: "{directory}/ca.pem", verify: true }}
    """).start()
    url = {"fraiseql.nats_url": guarded.url}
    mine = {"cert": f"{directory}/client.pem", "key": f"{directory}/client.key"}
    without = {"tls": True, "ca": f"{directory}/ca.pem"}
    for keys in (without, {**without, **mine, "ca": f"{directory}/other.pem"}):  # no certificate of ours; not their authority
        settle(cluster, url, keys)
        wait_until(lambda: status(cluster.primary, "state") == "connecting")
        settle(cluster, {})
        expect_delivery(cluster, cluster.nats.url)
    settle(cluster, url, {**without, **mine})
    expect_delivery(cluster, guarded.url)
    settle(cluster, {})
    expect_delivery(cluster, cluster.nats.url)
    settle(cluster, {**url, "fraiseql.nats_tls": "on", "fraiseql.nats_ca": without["ca"], "fraiseql.nats_cert": mine["cert"],
                     "fraiseql.nats_key": mine["key"]})
    expect_delivery(cluster, guarded.url)
    settle(cluster, {})
    expect_delivery(cluster, cluster.nats.url)
    guarded.stop()


def test_last_error_is_that_of_the_settings_as_they_are(cluster):
    settle(cluster, {}, {"cert": "/nowhere/client.pem"})
    expect_refusal(cluster, "a client certificate needs both cert and key")
    settle(cluster, {}, {"ca": "/nowhere/ca.pem"})
    expect_refusal(cluster, "/nowhere/ca.pem")
    settle(cluster, {"fraiseql.nats_url": "nats://127.0.0.1:1"})
    wait_until(lambda: status(cluster.primary, "last_error") == "no connection to NATS")
    settle(cluster, {})
    expect_delivery(cluster, cluster.nats.url)


def test_another_server_takes_over(cluster):
    other = NatsServer(process.make_directory(os.path.join(cluster.directory, "other")))
    settle(cluster, {"fraiseql.nats_url": f"{other.url}, {cluster.nats.url}"})  # the first is not there
    expect_delivery(cluster, cluster.nats.url)
    other.start()
    cluster.nats.crash()
    expect_delivery(cluster, other.url)
    cluster.nats.start()
    settle(cluster, {}, {"url": [cluster.nats.url, other.url]})
    wait_until(lambda: status(cluster.primary, "nats_server") in (cluster.nats.url, other.url))
    (cluster.nats if status(cluster.primary, "nats_server") == cluster.nats.url else other).crash()
    expect_delivery(cluster, other.url if cluster.nats.pid is None else cluster.nats.url)
    expect_equal(cluster.primary.value("SELECT count(*) = count(DISTINCT payload) FROM got"), "t")


def test_jetstream_can_be_declined(cluster):
    if cluster.nats.pid is None:
        cluster.nats.start()
    settle(cluster, {}, {"url": cluster.nats.url})
    expect_delivery(cluster, cluster.nats.url)
    expect_equal(status(cluster.primary, "delivery"), "at least once")
    settle(cluster, {}, {"url": cluster.nats.url, "jetstream": False})
    wait_until(lambda: (status(cluster.primary, "delivery"), status(cluster.primary, "state")) == ("at most once", "running"))
    with cluster.nats.client() as client:
        before = client.jetstream("STREAM.INFO.FRAISEQL")["state"]["last_seq"]
        client.subscribe("thing.made")
        cluster.primary.script("SELECT pg_notify('made', '\"plain\"')")
        message = client.next()
        expect_equal((message.payload, message.headers), ('"plain"', None))
        wait_until(lambda: cluster.primary.value("SELECT count(*) FROM fraiseql.events") == "0")
        wait_until(lambda: cluster.primary.value("SELECT count(*) FROM got WHERE payload = '\"plain\"'") == "1")
        # The stream takes what is published to its subjects, whoever publishes it: without an id here.
        wait_until(lambda: client.jetstream("STREAM.INFO.FRAISEQL")["state"]["last_seq"] == before + 1)
    settle(cluster, {}, {"url": cluster.nats.url})
    wait_until(lambda: status(cluster.primary, "delivery") == "at least once")
    expect_delivery(cluster, cluster.nats.url)
