-- Views for FraiseQL: a JSONB column `data`, and beside it the keys by which rows are filtered and joined. The page's
-- v_order shows no customer_id, and it does not show v_order_item and v_shipping at all.
--
-- The joins that bring those keys are LEFT JOINs over a NOT NULL foreign key: the same rows as JOIN, but PostgreSQL drops
-- a left join on a unique key from a query that does not ask for the key.

CREATE VIEW v_customer AS
SELECT
    c.id,
    c.identifier,
    jsonb_build_object(
        'id', c.id::text,
        'identifier', c.identifier,
        'name', c.name,
        'email', c.email,
        'phone', c.phone,
        'created_at', c.created_at
    ) AS data
FROM tb_customer c
WHERE c.deleted_at IS NULL;

CREATE VIEW v_order AS
SELECT
    o.id,
    o.identifier,
    c.id AS customer_id,
    jsonb_build_object(
        'id', o.id::text,
        'identifier', o.identifier,
        'total', o.total,
        'status', o.status,
        'status_reason', o.status_reason,
        'created_at', o.created_at,
        'updated_at', o.updated_at
    ) AS data
FROM tb_order o
LEFT JOIN tb_customer c ON c.pk_customer = o.fk_customer
WHERE o.deleted_at IS NULL;

CREATE VIEW v_order_item AS
SELECT
    i.id,
    o.id AS order_id,
    i.product_id,
    jsonb_build_object(
        'id', i.id::text,
        'order_id', o.id::text,
        'product_id', i.product_id::text,
        'quantity', i.quantity,
        'unit_price', i.unit_price
    ) AS data
FROM tb_order_item i
LEFT JOIN tb_order o ON o.pk_order = i.fk_order;

CREATE VIEW v_shipping AS
SELECT
    s.id,
    o.id AS order_id,
    jsonb_build_object(
        'id', s.id::text,
        'order_id', o.id::text,
        'address', s.address,
        'city', s.city,
        'postal_code', s.postal_code,
        'country', s.country,
        'tracking_number', s.tracking_number,
        'status', s.status,
        'estimated_delivery', s.estimated_delivery
    ) AS data
FROM tb_shipping s
LEFT JOIN tb_order o ON o.pk_order = s.fk_order;
