SELECT o.id, o.status, o.total, c.id, c.name, c.email, i.id, i.quantity, i.unit_price
FROM (SELECT * FROM tb_order WHERE deleted_at IS NULL ORDER BY id LIMIT $1::int) AS o
JOIN tb_customer c ON c.pk_customer = o.fk_customer
LEFT JOIN tb_order_item i ON i.fk_order = o.pk_order
