-- 10,000 products with their stock, and 200,000 reservations: two for each order of primary.sql.
INSERT INTO tb_product (id, identifier, sku, name, price)
SELECT md5('product' || n)::uuid, 'product-' || n, 'SKU-' || lpad(n::text, 6, '0'), 'Product number ' || n, (n % 900) * 0.25 + 1
FROM generate_series(1, 10000) AS n;

INSERT INTO tb_stock (fk_product, warehouse, quantity)
SELECT n, 'north', 1000 FROM generate_series(1, 10000) AS n;

INSERT INTO tb_reservation (id, order_id, fk_stock, quantity, status)
SELECT md5('reservation' || n || '-' || k)::uuid, md5('order' || n)::uuid, 1 + (n * 17 + k * 29) % 10000, 1 + (n + k) % 3,
       CASE WHEN n % 5 = 4 THEN 'released' ELSE 'reserved' END
FROM generate_series(1, 100000) AS n, generate_series(1, 2) AS k
ORDER BY n, k;

VACUUM ANALYZE;
