CREATE EXTENSION postgres_fdw;
CREATE EXTENSION fraiseql;

CREATE TABLE tb_customer (pk int PRIMARY KEY, id uuid NOT NULL UNIQUE, name text NOT NULL, email text NOT NULL, phone text);
CREATE TABLE tb_order (pk int PRIMARY KEY, id uuid NOT NULL UNIQUE, identifier text NOT NULL, fk_customer int NOT NULL REFERENCES tb_customer,
                       total numeric(10,2) NOT NULL, status text NOT NULL, paid boolean NOT NULL, weight float8,
                       created_at timestamptz NOT NULL, updated_at timestamptz);
CREATE TABLE tb_item (pk int PRIMARY KEY, id uuid NOT NULL UNIQUE, fk_order int NOT NULL REFERENCES tb_order, quantity int NOT NULL, unit_price numeric(10,2) NOT NULL);
INSERT INTO tb_customer SELECT i, gen_random_uuid(), 'Customer number ' || i, 'customer' || i || '@example.org', NULL FROM generate_series(1, 1000) i;
INSERT INTO tb_order SELECT i, gen_random_uuid(), 'ORD-' || i, i % 1000 + 1, (i % 5000) * 1.37, (ARRAY['pending','paid','shipped'])[i % 3 + 1], i % 2 = 0, i / 7.0,
                            '2025-01-01'::timestamptz + i * interval '61 seconds', CASE WHEN i % 3 = 0 THEN now() END FROM generate_series(1, 20000) i;
INSERT INTO tb_item SELECT i, gen_random_uuid(), i % 20000 + 1, i % 7 + 1, (i % 900) * 0.25 FROM generate_series(1, 60000) i;
CREATE INDEX ON tb_item (fk_order);
VACUUM ANALYZE;

CREATE VIEW v_customer AS SELECT id, jsonb_build_object('id', id::text, 'name', name, 'email', email, 'phone', phone) AS data FROM tb_customer;
CREATE VIEW v_item AS SELECT i.id, o.id AS order_id,
    jsonb_build_object('id', i.id::text, 'quantity', i.quantity, 'unit_price', i.unit_price) AS data FROM tb_item i JOIN tb_order o ON o.pk = i.fk_order;
CREATE VIEW v_order AS SELECT o.id, c.id AS customer_id,
    jsonb_build_object('id', o.id::text, 'identifier', o.identifier, 'total', o.total, 'status', o.status, 'paid', o.paid, 'weight', o.weight,
                       'created_at', o.created_at, 'updated_at', o.updated_at) AS data FROM tb_order o JOIN tb_customer c ON c.pk = o.fk_customer;

CREATE TABLE contender (case_name text, position int, name text, query text);
\set row '{"f":[{"k":"id","a":0,"t":"ID"},{"k":"identifier","a":1,"t":"String"},{"k":"total","a":2,"t":"Decimal"},{"k":"status","a":3,"t":"String"},{"k":"paid","a":4,"t":"Boolean"},{"k":"createdAt","a":5,"t":"DateTime"}]}'
\set data '{"f":[{"k":"id","d":["id"],"w":"!","t":"ID"},{"k":"identifier","d":["identifier"],"t":"String"},{"k":"total","d":["total"],"t":"Decimal"},{"k":"status","d":["status"],"t":"String"},{"k":"paid","d":["paid"],"t":"Boolean"},{"k":"createdAt","d":["created_at"],"t":"DateTime"}]}'
\set three '{"f":[{"k":"id","d":["id"],"t":"ID"},{"k":"total","d":["total"],"t":"Decimal"},{"k":"status","d":["status"],"t":"String"}]}'
\set customer '{"f":[{"k":"id","d":["id"],"t":"ID"},{"k":"name","d":["name"],"t":"String"}]}'
\set item '{"f":[{"k":"id","d":["id"],"t":"ID"},{"k":"quantity","d":["quantity"],"t":"Int"},{"k":"unitPrice","d":["unit_price"],"t":"Decimal"}]}'
\set whole '{"f":[{"k":"id","d":["id"],"t":"ID"},{"k":"total","d":["total"],"t":"Decimal"},{"k":"status","d":["status"],"t":"String"},{"k":"customer","a":0,"j":true},{"k":"items","a":1,"j":true}]}'

INSERT INTO contender VALUES
('six columns', 1, 'json_build_object', $$SELECT count(json_build_object('id', id, 'identifier', identifier, 'total', total, 'status', status, 'paid', paid, 'createdAt', created_at)) FROM tb_order$$),
('six columns', 2, 'project', format($$SELECT count(fraiseql.project(NULL, %L, id, identifier, total, status, paid, created_at)) FROM tb_order$$, :'row')),
('six columns', 3, 'the scan alone', $$SELECT count(created_at) FROM tb_order$$),
('numbers', 1, 'json_build_object', $$SELECT count(json_build_object('total', total, 'weight', weight, 'pk', pk)) FROM tb_order$$),
('numbers', 2, 'project', $$SELECT count(fraiseql.project(NULL, '{"f":[{"k":"total","a":0,"t":"Float"},{"k":"weight","a":1,"t":"Float"},{"k":"pk","a":2,"t":"Int"}]}', total, weight, pk)) FROM tb_order$$),
('long text', 1, 'json_build_object', $$SELECT count(json_build_object('t', repeat(identifier, 50))) FROM tb_order$$),
('long text', 2, 'project', $$SELECT count(fraiseql.project(NULL, '{"f":[{"k":"t","a":0,"t":"String"}]}', repeat(identifier, 50))) FROM tb_order$$),
('long text', 3, 'the text alone', $$SELECT count(repeat(identifier, 50)) FROM tb_order$$),
('six keys of a view', 1, 'json_build_object over data', $$SELECT count(json_build_object('id', data->'id', 'identifier', data->'identifier', 'total', data->'total', 'status', data->'status', 'paid', data->'paid', 'createdAt', data->'created_at')) FROM v_order$$),
('six keys of a view', 2, 'json_build_object over columns', $$SELECT count(json_build_object('id', o.id, 'identifier', identifier, 'total', total, 'status', status, 'paid', paid, 'createdAt', created_at)) FROM tb_order o JOIN tb_customer c ON c.pk = o.fk_customer$$),
('six keys of a view', 3, 'project, looked through', format($$SELECT count(fraiseql.project(data, %L)) FROM v_order$$, :'data')),
('six keys of a view', 4, 'data as it is', $$SELECT count(data) FROM v_order$$),
('six keys of stored jsonb', 1, 'json_build_object over data', $$SELECT count(json_build_object('id', data->'id', 'identifier', data->'identifier', 'total', data->'total', 'status', data->'status', 'paid', data->'paid', 'createdAt', data->'created_at')) FROM stored$$),
('six keys of stored jsonb', 2, 'project', format($$SELECT count(fraiseql.project(data, %L)) FROM stored$$, :'data')),
('list', 1, 'json_agg', $$SELECT length(json_agg(j)::text) FROM objects$$),
('list', 2, 'list', $$SELECT length(fraiseql.list(j)::text) FROM objects$$),
('100 orders, customer, items', 1, 'json_build_object over data', $$SELECT json_agg(json_build_object('id', o.data->'id', 'total', o.data->'total', 'status', o.data->'status',
    'customer', (SELECT json_build_object('id', c.data->'id', 'name', c.data->'name') FROM v_customer c WHERE c.id = o.customer_id),
    'items', (SELECT json_agg(json_build_object('id', i.data->'id', 'quantity', i.data->'quantity', 'unitPrice', i.data->'unit_price')) FROM v_item i WHERE i.order_id = o.id)))
    FROM (SELECT * FROM v_order LIMIT 100) o$$),
('100 orders, customer, items', 2, 'json_build_object over columns', $$SELECT json_agg(json_build_object('id', o.id, 'total', o.total, 'status', o.status,
    'customer', (SELECT json_build_object('id', c.id, 'name', c.name) FROM tb_customer c WHERE c.pk = o.fk_customer),
    'items', (SELECT json_agg(json_build_object('id', i.id, 'quantity', i.quantity, 'unitPrice', i.unit_price)) FROM tb_item i WHERE i.fk_order = o.pk)))
    FROM (SELECT * FROM tb_order LIMIT 100) o$$),
('100 orders, customer, items', 3, 'project and list over data', format($$SELECT fraiseql.list(s.j) FROM (SELECT fraiseql.project(o.data, %L,
    (SELECT fraiseql.project(c.data, %L) FROM v_customer c WHERE c.id = o.customer_id),
    (SELECT fraiseql.list(fraiseql.project(i.data, %L)) FROM v_item i WHERE i.order_id = o.id)) AS j FROM v_order o LIMIT 100) s$$, :'whole', :'customer', :'item')),
('one order by id, 200 times', 1, 'data as it is', $$SELECT count(d) FROM ids, LATERAL (SELECT data AS d FROM v_order v WHERE v.id = ids.id OFFSET 0) o$$),
('one order by id, 200 times', 2, 'project', format($$SELECT count(d) FROM ids, LATERAL (SELECT fraiseql.project(data, %L) AS d FROM v_order v WHERE v.id = ids.id OFFSET 0) o$$, :'three'));
CREATE TABLE stored AS SELECT data FROM v_order;
CREATE TABLE objects AS SELECT json_build_object('id', id, 'identifier', identifier, 'total', total) AS j FROM tb_order;
CREATE TABLE ids AS SELECT id FROM tb_order ORDER BY pk LIMIT 200;
VACUUM ANALYZE;

CREATE TABLE taken (case_name text, position int, milliseconds float8);
-- Long queries run once per turn, short ones until a turn has taken some 20 ms.
CREATE PROCEDURE measure(rounds int) LANGUAGE plpgsql AS $$
DECLARE c contender; start timestamptz; times int; i int;
BEGIN
  FOR round IN 0 .. rounds LOOP
    FOR c IN SELECT * FROM contender ORDER BY case_name, CASE WHEN round % 2 = 0 THEN position ELSE -position END LOOP
      times := 0;
      start := clock_timestamp();
      LOOP
        EXECUTE c.query;
        times := times + 1;
        EXIT WHEN clock_timestamp() - start > interval '20 milliseconds';
      END LOOP;
      CONTINUE WHEN round = 0;  -- warms the caches
      INSERT INTO taken VALUES (c.case_name, c.position, extract(epoch FROM clock_timestamp() - start) * 1000 / times);
    END LOOP;
  END LOOP;
END $$;
CALL measure(:rounds);

WITH median AS (SELECT case_name, position, percentile_cont(0.5) WITHIN GROUP (ORDER BY milliseconds) AS ms FROM taken GROUP BY 1, 2)
SELECT rpad(case_name, 27) AS "case", rpad(c.name, 31) AS contender, lpad(round(ms::numeric, 3)::text, 9) || ' ms',
       round((ms / first_value(ms) OVER (PARTITION BY case_name ORDER BY position))::numeric, 2) || 'x'
  FROM median JOIN contender c USING (case_name, position) ORDER BY case_name, position;
