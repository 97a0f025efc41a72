CREATE VIEW v_product AS
SELECT
    p.id,
    p.identifier,
    jsonb_build_object(
        'id', p.id::text,
        'identifier', p.identifier,
        'sku', p.sku,
        'name', p.name,
        'price', p.price
    ) AS data
FROM tb_product p
WHERE p.deleted_at IS NULL;

CREATE VIEW v_inventory_status AS
SELECT
    s.id,
    p.id AS product_id,
    jsonb_build_object(
        'product_id', p.id::text,
        'sku', p.sku,
        'name', p.name,
        'warehouse', s.warehouse,
        'quantity', s.quantity,
        'reserved', s.reserved,
        'available', s.quantity - s.reserved
    ) AS data
FROM tb_stock s
JOIN tb_product p ON p.pk_product = s.fk_product
WHERE p.deleted_at IS NULL;

CREATE VIEW v_reservation AS
SELECT
    r.id,
    r.order_id,
    p.id AS product_id,
    jsonb_build_object(
        'id', r.id::text,
        'order_id', r.order_id::text,
        'product_id', p.id::text,
        'quantity', r.quantity,
        'status', r.status,
        'created_at', r.created_at,
        'expires_at', r.expires_at,
        'released_at', r.released_at
    ) AS data
FROM tb_reservation r
LEFT JOIN tb_stock s ON s.pk_stock = r.fk_stock
LEFT JOIN tb_product p ON p.pk_product = s.fk_product;
