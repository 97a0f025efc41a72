-- Two payment methods for each customer of primary.sql, and 100,000 transactions: one for each order.
INSERT INTO tb_payment_method (id, identifier, customer_id, type, is_default)
SELECT md5('method' || n || '-' || k)::uuid, 'method-' || n || '-' || k, md5('customer' || n)::uuid,
       (ARRAY['card', 'paypal'])[k], k = 1
FROM generate_series(1, 10000) AS n, generate_series(1, 2) AS k
ORDER BY n, k;

INSERT INTO tb_transaction (id, order_id, customer_id, fk_payment_method, amount, status, gateway, created_at, processed_at)
SELECT md5('transaction' || n)::uuid, md5('order' || n)::uuid, md5('customer' || 1 + n * 7919::bigint % 10000)::uuid,
       1 + 2 * (n * 7919::bigint % 10000), (n * 37::bigint % 5000) * 0.37,
       CASE WHEN n % 10 = 9 THEN 'refused' ELSE 'captured' END, 'acquirer',
       TIMESTAMPTZ '2025-01-01 08:00:01+00' + n * INTERVAL '311 seconds',
       CASE WHEN n % 10 <> 9 THEN TIMESTAMPTZ '2025-01-01 08:00:03+00' + n * INTERVAL '311 seconds' END
FROM generate_series(1, 100000) AS n;

VACUUM ANALYZE;
