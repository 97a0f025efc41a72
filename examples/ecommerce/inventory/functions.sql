-- The inventory's part in the saga: functions for events of the other services (inventory.toml says for which), each
-- called in a transaction of its own.

-- fraiseql.order.created: reserves every item of the order, or none.
CREATE FUNCTION fn_reserve_stock(payload JSONB)
RETURNS VOID
LANGUAGE plpgsql AS $$
DECLARE
    ordered UUID := payload->>'order_id';
    item RECORD;
    shelf INTEGER;
BEGIN
    INSERT INTO tb_order_claim (order_id, status) VALUES (ordered, 'reserved') ON CONFLICT (order_id) DO NOTHING;
    IF NOT FOUND THEN
        RETURN; -- seen before, or cancelled before it was seen
    END IF;

    BEGIN
        -- Orders that want the same products wait for each other at the product, always in the same order.
        FOR item IN
            SELECT * FROM jsonb_to_recordset(COALESCE(payload->'items', '[]')) AS item (product_id UUID, quantity INT)
            ORDER BY product_id
        LOOP
            PERFORM 1 FROM tb_product WHERE id = item.product_id FOR UPDATE;
            UPDATE tb_stock
            SET reserved = reserved + item.quantity, updated_at = now()
            WHERE pk_stock = (
                SELECT s.pk_stock FROM tb_stock s
                JOIN tb_product p ON p.pk_product = s.fk_product
                WHERE p.id = item.product_id AND p.deleted_at IS NULL AND s.quantity - s.reserved >= item.quantity
                ORDER BY s.quantity - s.reserved DESC, s.pk_stock
                LIMIT 1)
            RETURNING pk_stock INTO shelf;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'out of stock: %',
                    COALESCE((SELECT sku FROM tb_product WHERE id = item.product_id), item.product_id::text)
                    USING ERRCODE = 'P0409';
            END IF;
            INSERT INTO tb_reservation (order_id, fk_stock, quantity, expires_at)
            VALUES (ordered, shelf, item.quantity, now() + INTERVAL '15 minutes');
        END LOOP;
    EXCEPTION WHEN SQLSTATE 'P0409' THEN
        UPDATE tb_order_claim SET status = 'refused', updated_at = now() WHERE order_id = ordered;
        PERFORM pg_notify(
            'inventory_failed',
            jsonb_build_object('order_id', ordered, 'reason', SQLERRM)::text
        );
        RETURN;
    END;

    PERFORM pg_notify(
        'inventory_reserved',
        jsonb_build_object(
            'order_id', ordered,
            'customer_id', payload->'customer_id',
            'payment_method_id', payload->'payment_method_id',
            'total', payload->'total'
        )::text
    );
END;
$$;

-- fraiseql.payment.completed: the reservations are paid for and do not expire any more.
CREATE FUNCTION fn_keep_reservations(payload JSONB)
RETURNS VOID
LANGUAGE sql AS $$
    UPDATE tb_reservation SET expires_at = NULL
    WHERE order_id = (payload->>'order_id')::uuid AND status = 'reserved';
$$;

-- fraiseql.order.cancelled: gives back what the order has reserved.
CREATE FUNCTION fn_release_stock(payload JSONB)
RETURNS VOID
LANGUAGE plpgsql AS $$
DECLARE
    cancelled UUID := payload->>'order_id';
BEGIN
    -- Where the order was not seen yet, this row keeps it from being reserved later.
    INSERT INTO tb_order_claim (order_id, status) VALUES (cancelled, 'released')
    ON CONFLICT (order_id) DO UPDATE SET status = 'released', updated_at = now();

    WITH released AS (
        UPDATE tb_reservation
        SET status = 'released', released_at = now(), expires_at = NULL
        WHERE order_id = cancelled AND status = 'reserved'
        RETURNING fk_stock, quantity
    )
    UPDATE tb_stock s
    SET reserved = s.reserved - given_back.quantity, updated_at = now()
    FROM (SELECT fk_stock, sum(quantity) AS quantity FROM released GROUP BY fk_stock) AS given_back
    WHERE s.pk_stock = given_back.fk_stock;
    IF FOUND THEN
        PERFORM pg_notify('inventory_released', jsonb_build_object('order_id', cancelled)::text);
    END IF;
END;
$$;

-- For a scheduler: orders whose payment did not come in time fail, which cancels them. Returns how many.
CREATE FUNCTION fn_expire_reservations()
RETURNS INTEGER
LANGUAGE plpgsql AS $$
DECLARE
    overdue UUID;
    expired INTEGER := 0;
BEGIN
    FOR overdue IN
        SELECT DISTINCT order_id FROM tb_reservation WHERE status = 'reserved' AND expires_at < now()
    LOOP
        PERFORM fn_release_stock(jsonb_build_object('order_id', overdue));
        PERFORM pg_notify(
            'inventory_failed',
            jsonb_build_object('order_id', overdue, 'reason', 'not paid for in time')::text
        );
        expired := expired + 1;
    END LOOP;
    RETURN expired;
END;
$$;
