-- 200 products in three warehouses each, and the reservations of 300 orders.
\ir ../sample.sql

INSERT INTO tb_product (id, identifier, sku, name, price, created_at, updated_at)
SELECT pg_temp.product_id(n), lower(kind) || '-' || lower(thing), upper(left(thing, 3)) || '-' || lpad(n::text, 4, '0'),
       kind || ' ' || thing, pg_temp.product_price(n), TIMESTAMPTZ '2025-10-01 09:00:00+00',
       TIMESTAMPTZ '2025-10-01 09:00:00+00'
FROM generate_series(1, 200) AS n,
     LATERAL (SELECT (ARRAY['Oak', 'Steel', 'Linen', 'Glass', 'Wool', 'Slate', 'Copper', 'Bamboo', 'Cork', 'Marble'])
                         [1 + (n - 1) % 10] AS kind,
                     (ARRAY['Lamp', 'Chair', 'Bowl', 'Shelf', 'Clock', 'Tray', 'Mirror', 'Bench', 'Vase', 'Basket',
                            'Kettle', 'Stool', 'Rack', 'Plate', 'Frame', 'Cup', 'Desk', 'Hook', 'Box', 'Board'])
                         [1 + (n - 1) / 10] AS thing) AS named
ORDER BY n;

INSERT INTO tb_stock (id, fk_product, warehouse, quantity)
SELECT ('57000000-0000-4000-8000-' || lpad((n * 10 + w)::text, 12, '0'))::uuid, p.pk_product,
       (ARRAY['north', 'south', 'east'])[w], 40 + (n * 7 + w * 11) % 60
FROM generate_series(1, 200) AS n
CROSS JOIN generate_series(1, 3) AS w
JOIN tb_product p ON p.id = pg_temp.product_id(n)
ORDER BY n, w;

-- What has been shipped has left the stock.
INSERT INTO tb_reservation (id, order_id, fk_stock, quantity, status, created_at, released_at)
SELECT ('7e000000-0000-4000-8000-' || lpad((i.order_n * 10 + i.item_n)::text, 12, '0'))::uuid,
       pg_temp.order_id(i.order_n), s.pk_stock, i.quantity,
       CASE o.status WHEN 'cancelled' THEN 'released' WHEN 'confirmed' THEN 'reserved' ELSE 'fulfilled' END,
       o.created_at, CASE WHEN o.status = 'cancelled' THEN o.created_at + INTERVAL '2 seconds' END
FROM pg_temp.sample_items() AS i
JOIN pg_temp.sample_orders() AS o ON o.n = i.order_n
JOIN tb_product p ON p.id = pg_temp.product_id(i.product_n)
JOIN tb_stock s ON s.fk_product = p.pk_product
    AND s.warehouse = (ARRAY['north', 'south', 'east'])[1 + i.product_n % 3]
ORDER BY i.order_n, i.item_n;

UPDATE tb_stock s
SET reserved = r.quantity
FROM (SELECT fk_stock, sum(quantity) AS quantity FROM tb_reservation WHERE status = 'reserved' GROUP BY fk_stock) AS r
WHERE r.fk_stock = s.pk_stock;

INSERT INTO tb_order_claim (order_id, status, created_at, updated_at)
SELECT pg_temp.order_id(n), CASE status WHEN 'cancelled' THEN 'released' ELSE 'reserved' END, created_at, created_at
FROM pg_temp.sample_orders();

ANALYZE;
