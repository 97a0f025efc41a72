CREATE VIEW v_payment_method AS
SELECT
    m.id,
    m.identifier,
    m.customer_id,
    jsonb_build_object(
        'id', m.id::text,
        'customer_id', m.customer_id::text,
        'type', m.type,
        'is_default', m.is_default
    ) AS data
FROM tb_payment_method m
WHERE m.deleted_at IS NULL;

CREATE VIEW v_transaction AS
SELECT
    t.id,
    t.order_id,
    t.customer_id,
    jsonb_build_object(
        'id', t.id::text,
        'order_id', t.order_id::text,
        'customer_id', t.customer_id::text,
        'amount', t.amount,
        'status', t.status,
        'gateway', t.gateway,
        'created_at', t.created_at,
        'processed_at', t.processed_at
    ) AS data
FROM tb_transaction t
WHERE t.status <> 'voided';

CREATE VIEW v_refund AS
SELECT
    r.id,
    t.id AS transaction_id,
    t.order_id,
    jsonb_build_object(
        'id', r.id::text,
        'transaction_id', t.id::text,
        'order_id', t.order_id::text,
        'amount', r.amount,
        'reason', r.reason,
        'status', r.status,
        'created_at', r.created_at
    ) AS data
FROM tb_refund r
LEFT JOIN tb_transaction t ON t.pk_transaction = r.fk_transaction;
