-- The payment methods of 40 customers, and the transactions and refunds of 300 orders.
\ir ../sample.sql

-- A card for everybody (customer 2's has expired), PayPal for every second customer, a gift card of 25.00 for every third.
INSERT INTO tb_payment_method (id, identifier, customer_id, type, is_default, spending_limit, expires_on, created_at,
                               updated_at)
SELECT pg_temp.payment_method_id(n * 10 + k), 'method-' || n || '-' || k, pg_temp.customer_id(n),
       (ARRAY['card', 'paypal', 'gift_card'])[k], k = 1,
       CASE k WHEN 1 THEN 5000 WHEN 3 THEN 25 END,
       CASE WHEN k = 1 THEN CASE WHEN n = 2 THEN DATE '2025-12-31' ELSE DATE '2099-12-31' END END,
       TIMESTAMPTZ '2025-11-01 09:00:00+00' + n * INTERVAL '1 day',
       TIMESTAMPTZ '2025-11-01 09:00:00+00' + n * INTERVAL '1 day'
FROM generate_series(1, 40) AS n
CROSS JOIN generate_series(1, 3) AS k
WHERE k = 1 OR k = 2 AND n % 2 = 0 OR k = 3 AND n % 3 = 1
ORDER BY n, k;

INSERT INTO tb_transaction (id, order_id, customer_id, fk_payment_method, amount, status, gateway, created_at,
                            processed_at)
SELECT ('7a000000-0000-4000-8000-' || lpad(s.n::text, 12, '0'))::uuid, pg_temp.order_id(s.n),
       pg_temp.customer_id(s.customer), m.pk_payment_method, t.total,
       CASE WHEN s.is_refused THEN 'refused' WHEN s.status = 'cancelled' THEN 'refunded' ELSE 'captured' END,
       'acquirer', s.created_at + INTERVAL '1 second', s.created_at + INTERVAL '1 second'
FROM pg_temp.sample_orders() AS s
JOIN pg_temp.sample_totals() AS t ON t.order_n = s.n
JOIN tb_payment_method m ON m.id = pg_temp.payment_method_id(s.customer * 10 + 1)
ORDER BY s.n;

INSERT INTO tb_refund (id, fk_transaction, amount, reason, created_at)
SELECT ('7f000000-0000-4000-8000-' || lpad(t.pk_transaction::text, 12, '0'))::uuid, t.pk_transaction, t.amount,
       'cancelled by the customer', t.created_at + INTERVAL '1 second'
FROM tb_transaction t
WHERE t.status = 'refunded'
ORDER BY t.pk_transaction;

ANALYZE;
