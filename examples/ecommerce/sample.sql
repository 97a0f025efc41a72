-- What the three databases' sample data agree on: the ids of customers, products, payment methods and orders, and which
-- order has which items. Temporary functions; each data.sql includes this file. Nothing is random, so that every load
-- gives the same rows.

CREATE FUNCTION pg_temp.customer_id(n INT) RETURNS UUID IMMUTABLE LANGUAGE sql
    AS $$ SELECT ('c0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;

CREATE FUNCTION pg_temp.product_id(n INT) RETURNS UUID IMMUTABLE LANGUAGE sql
    AS $$ SELECT ('b0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;

-- Customer 12's first method is number 121.
CREATE FUNCTION pg_temp.payment_method_id(n INT) RETURNS UUID IMMUTABLE LANGUAGE sql
    AS $$ SELECT ('a0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid $$;

-- Order 1 is the one that the page's query asks for.
CREATE FUNCTION pg_temp.order_id(n INT) RETURNS UUID IMMUTABLE LANGUAGE sql
    AS $$ SELECT CASE WHEN n = 1 THEN '550e8400-e29b-41d4-a716-446655440000'
                      ELSE '0d000000-0000-4000-8000-' || lpad(n::text, 12, '0') END::uuid $$;

CREATE FUNCTION pg_temp.product_price(n INT) RETURNS NUMERIC IMMUTABLE LANGUAGE sql
    AS $$ SELECT (4.90 + (n * 37 % 240) * 1.25)::numeric(10, 2) $$;

-- Of ten orders one was cancelled because its payment was refused, one by its customer, who got the money back.
CREATE FUNCTION pg_temp.sample_orders()
    RETURNS TABLE (n INT, customer INT, status TEXT, is_refused BOOLEAN, created_at TIMESTAMPTZ)
    STABLE LANGUAGE sql
    AS $$
        SELECT n, 1 + (n - 1) * 7 % 40,
               CASE WHEN n % 5 = 0 THEN 'cancelled'
                    ELSE (ARRAY['delivered', 'confirmed', 'shipped'])[1 + n % 3] END,
               n % 10 = 0,
               TIMESTAMPTZ '2026-01-01 08:00:00+00' + n * INTERVAL '5 hours 7 minutes'
        FROM generate_series(1, 300) AS n
    $$;

CREATE FUNCTION pg_temp.sample_items()
    RETURNS TABLE (order_n INT, item_n INT, product_n INT, quantity INT, unit_price NUMERIC)
    STABLE LANGUAGE sql
    AS $$
        SELECT n, k, product, 1 + (n + k) % 3, pg_temp.product_price(product)
        FROM generate_series(1, 300) AS n,
             generate_series(1, 1 + n % 4) AS k,
             LATERAL (SELECT 1 + (n * 17 + k * 29) % 200 AS product) AS chosen
        ORDER BY n, k
    $$;

CREATE FUNCTION pg_temp.sample_totals()
    RETURNS TABLE (order_n INT, total NUMERIC)
    STABLE LANGUAGE sql
    AS $$ SELECT order_n, sum(quantity * unit_price) FROM pg_temp.sample_items() GROUP BY order_n $$;
