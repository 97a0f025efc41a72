-- The payments' part in the saga: functions for events of the other services (payments.toml says for which), each called
-- in a transaction of its own. tb_transaction has one row per order, so that no event is acted upon twice.

-- fraiseql.inventory.reserved: takes the payment, or refuses it.
CREATE FUNCTION fn_take_payment(payload JSONB)
RETURNS VOID
LANGUAGE plpgsql AS $$
DECLARE
    method tb_payment_method;
    due DECIMAL(10, 2) := (payload->>'total')::decimal;
    refusal TEXT;
    taken tb_transaction;
BEGIN
    SELECT * INTO method FROM tb_payment_method
    WHERE id = (payload->>'payment_method_id')::uuid
        AND customer_id = (payload->>'customer_id')::uuid
        AND deleted_at IS NULL;
    refusal := CASE
        WHEN method.pk_payment_method IS NULL THEN 'no such payment method'
        WHEN method.expires_on < current_date THEN 'payment method has expired'
        WHEN method.spending_limit < due THEN 'amount exceeds the limit of the payment method'
    END;

    INSERT INTO tb_transaction (order_id, customer_id, fk_payment_method, amount, status, gateway, processed_at)
    VALUES (
        (payload->>'order_id')::uuid,
        (payload->>'customer_id')::uuid,
        method.pk_payment_method,
        due,
        CASE WHEN refusal IS NULL THEN 'captured' ELSE 'refused' END,
        CASE method.type WHEN 'card' THEN 'acquirer' ELSE method.type END,
        now())
    ON CONFLICT (order_id) DO NOTHING
    RETURNING * INTO taken;
    IF NOT FOUND THEN
        RETURN; -- taken before, or the order was cancelled in between
    END IF;

    IF refusal IS NULL THEN
        PERFORM pg_notify(
            'payment_completed',
            jsonb_build_object('order_id', taken.order_id, 'transaction_id', taken.id, 'amount', taken.amount)::text
        );
    ELSE
        PERFORM pg_notify(
            'payment_failed',
            jsonb_build_object('order_id', taken.order_id, 'transaction_id', taken.id, 'reason', refusal)::text
        );
    END IF;
END;
$$;

-- fraiseql.order.cancelled: gives the money back, or sees to it that none is taken.
CREATE FUNCTION fn_refund_payment(payload JSONB)
RETURNS VOID
LANGUAGE plpgsql AS $$
DECLARE
    settled tb_transaction;
BEGIN
    INSERT INTO tb_transaction (order_id, customer_id, amount, status)
    VALUES ((payload->>'order_id')::uuid, (payload->>'customer_id')::uuid, 0, 'voided')
    ON CONFLICT (order_id) DO UPDATE SET status = 'refunded' WHERE tb_transaction.status = 'captured'
    RETURNING * INTO settled;
    IF settled.status = 'refunded' THEN
        INSERT INTO tb_refund (fk_transaction, amount, reason)
        VALUES (settled.pk_transaction, settled.amount, payload->>'reason');
        PERFORM pg_notify(
            'payment_refunded',
            jsonb_build_object(
                'order_id', settled.order_id,
                'transaction_id', settled.id,
                'amount', settled.amount
            )::text
        );
    END IF;
END;
$$;
