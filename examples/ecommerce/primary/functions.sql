-- Mutations, and the primary's part in the saga.

-- The page's function, mended at four places, and with items. Prices come from the inventory database, through the
-- foreign table inventory.v_product that fraiseql.configure makes.
CREATE OR REPLACE FUNCTION fn_create_order(
    p_customer_id UUID,
    p_shipping_address TEXT,
    p_shipping_city TEXT,
    p_shipping_postal TEXT,
    p_shipping_country TEXT,
    p_payment_method_id UUID,
    p_items JSONB DEFAULT NULL -- not on the page, whose orders could have no items: [{"product_id": …, "quantity": …}, …]
)
RETURNS SETOF v_order
LANGUAGE plpgsql AS $$
DECLARE
    new_order tb_order; -- the page calls it v_order, which is the name of the view that is read below
    new_items JSONB;
    unknown_product UUID;
BEGIN
    -- Create order record
    INSERT INTO tb_order (identifier, fk_customer, total, status)
    -- The page gives no identifier, and the column has no default.
    SELECT 'ORD-' || to_char(now(), 'YYYYMMDD') || '-' || left(gen_random_uuid()::text, 8), pk_customer, 0, 'pending'
    FROM tb_customer WHERE id = p_customer_id AND deleted_at IS NULL
    RETURNING * INTO new_order;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'customer % does not exist', p_customer_id
            USING ERRCODE = 'P0404', HINT = 'Create the customer first.';
    END IF;

    -- Create shipping record
    INSERT INTO tb_shipping (fk_order, address, city, postal_code, country, status)
    VALUES (new_order.pk_order,
        p_shipping_address, p_shipping_city,
        p_shipping_postal, p_shipping_country, 'pending');

    -- Create item records
    IF jsonb_array_length(COALESCE(p_items, '[]')) > 0 THEN
        SELECT jsonb_agg(jsonb_build_object(
                   'product_id', item.product_id,
                   'quantity', item.quantity,
                   'unit_price', product.data->'price') ORDER BY item.position)
        INTO new_items
        FROM ROWS FROM (jsonb_to_recordset(p_items) AS (product_id UUID, quantity INT))
             WITH ORDINALITY AS item (product_id, quantity, position)
        LEFT JOIN inventory.v_product product ON product.id = item.product_id;

        SELECT (item->>'product_id')::uuid INTO unknown_product
        FROM jsonb_array_elements(new_items) AS item WHERE item->'unit_price' = 'null' LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'product % does not exist', unknown_product
                USING ERRCODE = 'P0404', DETAIL = 'It is not in the catalogue of the inventory database.';
        END IF;

        INSERT INTO tb_order_item (fk_order, product_id, quantity, unit_price)
        SELECT new_order.pk_order, product_id, quantity, unit_price
        FROM jsonb_to_recordset(new_items) AS item (product_id UUID, quantity INT, unit_price DECIMAL);

        UPDATE tb_order
        SET total = (SELECT sum(quantity * unit_price) FROM tb_order_item WHERE fk_order = new_order.pk_order)
        WHERE pk_order = new_order.pk_order
        RETURNING * INTO new_order;
    END IF;

    -- Notify inventory and payment services via pg_notify.
    -- FraiseQL observers forward these to NATS topics.
    PERFORM pg_notify(
        'order_created',
        jsonb_build_object(
            'order_id', new_order.id,
            'customer_id', p_customer_id,
            'payment_method_id', p_payment_method_id,
            'total', new_order.total,             -- the page's event names neither what to pay
            'items', COALESCE(new_items, '[]')    -- nor what to reserve
        )::text
    );

    -- The page filters by pk_order, which the view does not have.
    RETURN QUERY SELECT * FROM v_order v WHERE v.id = new_order.id;
END;
$$;

-- Cancels an order that is pending or confirmed and says so to the other services; false where it is neither.
CREATE FUNCTION fn_mark_cancelled(p_order_id UUID, p_reason TEXT)
RETURNS BOOLEAN
LANGUAGE plpgsql AS $$
DECLARE
    cancelled RECORD;
BEGIN
    UPDATE tb_order o
    SET status = 'cancelled', status_reason = p_reason, updated_at = now()
    FROM tb_customer c
    WHERE o.id = p_order_id AND o.status IN ('pending', 'confirmed') AND c.pk_customer = o.fk_customer
    RETURNING o.pk_order, c.id AS customer_id INTO cancelled;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE tb_shipping SET status = 'cancelled', updated_at = now() WHERE fk_order = cancelled.pk_order;
    PERFORM pg_notify(
        'order_cancelled',
        jsonb_build_object(
            'order_id', p_order_id,
            'customer_id', cancelled.customer_id,
            'reason', p_reason
        )::text
    );
    RETURN true;
END;
$$;

-- Not on the page: the customer changes their mind, at any time before shipping.
CREATE FUNCTION fn_cancel_order(p_id UUID, p_reason TEXT DEFAULT 'cancelled by the customer')
RETURNS SETOF v_order
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT fn_mark_cancelled(p_id, p_reason) THEN
        RAISE EXCEPTION 'order % cannot be cancelled', p_id
            USING ERRCODE = 'P0409',
                  DETAIL = COALESCE((SELECT 'It is ' || status || '.' FROM tb_order WHERE id = p_id), 'There is none.'),
                  HINT = 'Only orders that are pending or confirmed can be cancelled.';
    END IF;
    RETURN QUERY SELECT * FROM v_order v WHERE v.id = p_id;
END;
$$;

-- The saga, as seen from here. The functions below are called for events of the other services (fraiseql.toml says for
-- which), each in a transaction of its own. An event that comes twice or too late finds the order in another state and
-- does nothing.

-- fraiseql.payment.completed: stock is reserved and paid for.
CREATE FUNCTION fn_confirm_order(payload JSONB)
RETURNS VOID
LANGUAGE sql AS $$
    UPDATE tb_order
    SET status = 'confirmed', updated_at = now()
    WHERE id = (payload->>'order_id')::uuid AND status = 'pending';
$$;

-- fraiseql.inventory.failed, fraiseql.payment.failed: one service could not do its part, the others shall undo theirs.
CREATE FUNCTION fn_cancel_failed_order(payload JSONB)
RETURNS VOID
LANGUAGE sql AS $$
    SELECT fn_mark_cancelled((payload->>'order_id')::uuid, payload->>'reason');
$$;
