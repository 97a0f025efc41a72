SELECT json_build_object('data', json_build_object('order', json_build_object(
         'id', o.data -> 'id', 'status', o.data -> 'status', 'total', o.data ->> 'total',
         'customer', (SELECT json_build_object(
                               'name', c.data -> 'name', 'email', c.data -> 'email',
                               'paymentMethods', (SELECT coalesce(json_agg(json_build_object(
                                                           'type', m.data -> 'type', 'isDefault', m.data -> 'is_default')), '[]')
                                                  FROM payments.v_payment_method m WHERE m.customer_id = c.id))
                      FROM v_customer c WHERE c.id = o.customer_id),
         'items', (SELECT coalesce(json_agg(json_build_object(
                            'quantity', i.data -> 'quantity', 'unitPrice', i.data ->> 'unit_price',
                            'product', (SELECT json_build_object('sku', p.data -> 'sku', 'name', p.data -> 'name',
                                                                 'price', p.data ->> 'price')
                                        FROM inventory.v_product p WHERE p.id = i.product_id))), '[]')
                   FROM v_order_item i WHERE i.order_id = o.id),
         'reservations', (SELECT coalesce(json_agg(json_build_object(
                                   'status', r.data -> 'status',
                                   'product', (SELECT json_build_object('name', p.data -> 'name')
                                               FROM inventory.v_product p WHERE p.id = r.product_id))), '[]')
                          FROM inventory.v_reservation r WHERE r.order_id = o.id),
         'payment', (SELECT json_build_object('amount', t.data ->> 'amount', 'status', t.data -> 'status',
                                              'processedAt', t.data -> 'processed_at')
                     FROM payments.v_transaction t WHERE t.order_id = o.id))))
FROM v_order o WHERE o.id = $1
