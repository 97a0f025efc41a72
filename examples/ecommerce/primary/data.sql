-- 40 customers, 300 orders with 750 items.
\ir ../sample.sql

INSERT INTO tb_customer (id, identifier, name, email, phone, created_at, updated_at)
SELECT pg_temp.customer_id(n), lower(word) || '-' || lower(trade), word || ' ' || trade,
       'orders@' || lower(word) || '-' || lower(trade) || '.example',
       CASE WHEN n % 4 <> 0 THEN '+32 2 555 ' || lpad(n::text, 4, '0') END,
       TIMESTAMPTZ '2025-11-01 09:00:00+00' + n * INTERVAL '1 day',
       TIMESTAMPTZ '2025-11-01 09:00:00+00' + n * INTERVAL '1 day'
FROM generate_series(1, 40) AS n,
     LATERAL (SELECT (ARRAY['Amber', 'Birch', 'Cedar', 'Delta', 'Ember', 'Fjord', 'Grove', 'Harbour'])[1 + (n - 1) % 8] AS word,
                     (ARRAY['Trading', 'Supply', 'Studio', 'Market', 'Works'])[1 + (n - 1) / 8] AS trade) AS named
ORDER BY n;

INSERT INTO tb_order (id, identifier, fk_customer, total, status, status_reason, created_at, updated_at)
SELECT pg_temp.order_id(s.n), 'ORD-' || lpad(s.n::text, 6, '0'), c.pk_customer, t.total, s.status,
       CASE WHEN s.is_refused THEN 'payment method has expired'
            WHEN s.status = 'cancelled' THEN 'cancelled by the customer' END,
       s.created_at, s.created_at + INTERVAL '2 seconds'
FROM pg_temp.sample_orders() AS s
JOIN pg_temp.sample_totals() AS t ON t.order_n = s.n
JOIN tb_customer c ON c.id = pg_temp.customer_id(s.customer)
ORDER BY s.n;

INSERT INTO tb_order_item (id, fk_order, product_id, quantity, unit_price, created_at)
SELECT ('e0000000-0000-4000-8000-' || lpad((i.order_n * 10 + i.item_n)::text, 12, '0'))::uuid, o.pk_order,
       pg_temp.product_id(i.product_n), i.quantity, i.unit_price, o.created_at
FROM pg_temp.sample_items() AS i
JOIN tb_order o ON o.id = pg_temp.order_id(i.order_n)
ORDER BY i.order_n, i.item_n;

INSERT INTO tb_shipping (id, fk_order, address, city, postal_code, country, tracking_number, status,
                         estimated_delivery, created_at, updated_at)
SELECT ('f0000000-0000-4000-8000-' || lpad(s.n::text, 12, '0'))::uuid, o.pk_order,
       1 + s.n % 120 || ' ' || (ARRAY['Station Road', 'Canal Street', 'Market Square', 'Mill Lane'])[1 + s.n % 4],
       place.city, place.postal_code, place.country,
       CASE WHEN s.status IN ('shipped', 'delivered') THEN 'TRK-' || lpad(s.n::text, 8, '0') END,
       CASE s.status WHEN 'confirmed' THEN 'pending' ELSE s.status END,
       CASE WHEN s.status <> 'cancelled' THEN s.created_at::date + 5 END,
       s.created_at, s.created_at
FROM pg_temp.sample_orders() AS s
JOIN tb_order o ON o.id = pg_temp.order_id(s.n)
JOIN (VALUES (0, 'Brussels', '1000', 'BE'), (1, 'Porto', '4000-001', 'PT'), (2, 'Turku', '20100', 'FI'),
             (3, 'Lyon', '69001', 'FR'), (4, 'Graz', '8010', 'AT')) AS place (n, city, postal_code, country)
    ON place.n = s.customer % 5
ORDER BY s.n;

ANALYZE;
