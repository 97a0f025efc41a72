"""The documents in docs/ name every function, view and setting that there is for users, and none that is not."""

import glob
import os
import re

from harness import ROOT, expect_equal

SERVERS = ("primary",)


def documents():
    text = ""
    for path in sorted(glob.glob(os.path.join(ROOT, "docs", "*.md"))):
        with open(path, encoding="utf-8") as file:
            text += file.read()
    return text


def test_functions_and_views_with_a_comment_are_described(cluster):
    text = documents()
    # What is for users has a comment in the catalog (COMMENT ON). capture_notify has one too and is for nobody: it is
    # what the planner puts in the place of pg_notify.
    names = cluster.primary.rows("""
        SELECT proname FROM pg_proc WHERE pronamespace = 'fraiseql'::regnamespace AND obj_description(oid, 'pg_proc') <> ''
        UNION
        SELECT relname FROM pg_class WHERE relnamespace = 'fraiseql'::regnamespace AND relkind = 'v'
        ORDER BY 1""")
    names.remove(("capture_notify",))
    expect_equal([name for name, in names if not re.search(rf"`(fraiseql\.)?{name}\b", text)], [], "what no document names")


def test_documented_functions_and_views_exist(cluster):
    with cluster.primary.session() as session:
        session.script("LOAD 'fraiseql'")
        existing = set(session.column("""
            SELECT proname FROM pg_proc WHERE pronamespace = 'fraiseql'::regnamespace
            UNION SELECT relname FROM pg_class WHERE relnamespace = 'fraiseql'::regnamespace
            UNION SELECT substr(name, 10) FROM pg_settings WHERE name LIKE 'fraiseql.%'"""))
    # fraiseql.order.created and the like are subjects, fraiseql.toml and fraiseql.so are files.
    named = set(re.findall(r"`fraiseql\.([a-z_]+)\b(?!\.)", documents())) - {"toml", "so"}
    expect_equal(sorted(named - existing), [], "what is only on paper")


def test_settings_are_described(cluster):
    text = documents()
    with cluster.primary.session() as session:
        session.script("LOAD 'fraiseql'")
        names = session.column("SELECT name FROM pg_settings WHERE name LIKE 'fraiseql.%' ORDER BY 1")
    # docs/events.md says of all settings of one kind that each key has one: `fraiseql.nats_<key>`.
    expect_equal([name for name in names if f"`{name}`" not in text and not name.startswith("fraiseql.nats_")], [],
                 "the settings that no document describes")
