-- 10,000 customers, 100,000 orders, 300,000 items in the tables of examples/ecommerce. Ids look random, as a platform's do,
-- and are the same for every load: that of order 7 is md5('order7').
INSERT INTO tb_customer (id, identifier, name, email, phone)
SELECT md5('customer' || n)::uuid, 'customer-' || n, 'Customer number ' || n, 'customer' || n || '@example.org',
       CASE WHEN n % 4 <> 0 THEN '+32 2 555 ' || lpad(n::text, 5, '0') END
FROM generate_series(1, 10000) AS n;

INSERT INTO tb_order (id, identifier, fk_customer, total, status, created_at, updated_at)
SELECT md5('order' || n)::uuid, 'ORD-' || lpad(n::text, 6, '0'), 1 + n * 7919::bigint % 10000, (n * 37::bigint % 5000) * 0.37,
       (ARRAY['pending', 'confirmed', 'shipped', 'delivered', 'cancelled'])[1 + n % 5],
       TIMESTAMPTZ '2025-01-01 08:00:00+00' + n * INTERVAL '311 seconds',
       TIMESTAMPTZ '2025-01-01 08:00:02+00' + n * INTERVAL '311 seconds'
FROM generate_series(1, 100000) AS n;

INSERT INTO tb_order_item (id, fk_order, product_id, quantity, unit_price, created_at)
SELECT md5('item' || n || '-' || k)::uuid, n, md5('product' || 1 + (n * 17 + k * 29) % 10000)::uuid, 1 + (n + k) % 3,
       ((n * 17 + k * 29) % 900) * 0.25 + 1, TIMESTAMPTZ '2025-01-01 08:00:00+00' + n * INTERVAL '311 seconds'
FROM generate_series(1, 100000) AS n, generate_series(1, 3) AS k
ORDER BY n, k;

VACUUM ANALYZE;
