-- A page deep in a list begins where the index says, and reads no more than it shows.
SET client_min_messages = warning;
CREATE SCHEMA connections_index;
SET search_path = connections_index;
CREATE TABLE tb_item (pk int PRIMARY KEY, id uuid NOT NULL UNIQUE, created timestamptz NOT NULL, rank int, code text NOT NULL);
INSERT INTO tb_item SELECT i, ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid,
                           '2024-01-01'::timestamptz + i / 3 * interval '1 minute', i / 3, 'c' || i % 10 FROM generate_series(1, 20000) AS i;
CREATE INDEX item_created ON tb_item (created, id);
CREATE INDEX item_rank ON tb_item (rank DESC, id DESC);
CREATE INDEX item_mixed ON tb_item (code, created DESC, id);
VACUUM ANALYZE tb_item;
CREATE VIEW v_item AS SELECT jsonb_build_object('id', id::text, 'created', created, 'rank', rank, 'code', code) AS data FROM tb_item;
SELECT fraiseql.load_schema('
  type Item { id: ID! created: DateTime! rank: Int code: String! }
  type Query { items: [Item!]! @connection }');
CREATE FUNCTION cursor_at(ordering text, key uuid) RETURNS text LANGUAGE sql AS $$
  SELECT fraiseql.execute(format('{ items(first: 1, where: {id: {eq: "%s"}}, orderBy: %s) { pageInfo { endCursor } } }', key, ordering))
         -> 'data' -> 'items' -> 'pageInfo' ->> 'endCursor' $$;
SELECT cursor_at('[{created: ASC}]', '00000000-0000-0000-0000-000000010000') AS created,
       cursor_at('[{rank: DESC}, {id: DESC}]', '00000000-0000-0000-0000-000000010000') AS rank,
       cursor_at('[{code: ASC}, {created: DESC}]', '00000000-0000-0000-0000-000000010009') AS mixed \gset
\pset format unaligned
\pset tuples_only on
SELECT pg_stat_force_next_flush();
SELECT pg_stat_reset();
SELECT fraiseql.execute(format('{ items(first: 2, after: "%s", orderBy: [{created: ASC}]) { nodes { id } pageInfo { hasNextPage } } }', :'created'));
SELECT fraiseql.execute(format('{ items(last: 2, before: "%s", orderBy: [{created: ASC}]) { nodes { id } pageInfo { hasPreviousPage } } }', :'created'));
SELECT fraiseql.execute(format('{ items(first: 2, after: "%s", orderBy: [{rank: DESC}, {id: DESC}]) { nodes { id } pageInfo { hasNextPage } } }', :'rank'));
SELECT fraiseql.execute(format('{ items(first: 2, after: "%s", orderBy: [{code: ASC}, {created: DESC}]) { nodes { id } } }', :'mixed'));
SELECT pg_stat_force_next_flush();
SELECT indexrelname, idx_scan AS scans, idx_tup_read < CASE indexrelname WHEN 'item_mixed' THEN 2100 ELSE 12 END AS few FROM pg_stat_user_indexes
 WHERE schemaname = 'connections_index' AND indexrelname LIKE 'item_%' ORDER BY 1;
SELECT seq_scan FROM pg_stat_user_tables WHERE schemaname = 'connections_index';
DROP SCHEMA connections_index CASCADE;
