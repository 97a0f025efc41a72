SELECT json_build_object('data', json_build_object('orders', coalesce(json_agg(json_build_object(
         'id', o.data -> 'id', 'status', o.data -> 'status', 'total', o.data ->> 'total',
         'items', (SELECT coalesce(json_agg(json_build_object(
                            'quantity', i.data -> 'quantity',
                            'product', (SELECT json_build_object('name', p.data -> 'name')
                                        FROM inventory.v_product p WHERE p.id = i.product_id))), '[]')
                   FROM v_order_item i WHERE i.order_id = o.id),
         'payment', (SELECT json_build_object('status', t.data -> 'status')
                     FROM payments.v_transaction t WHERE t.order_id = o.id))), '[]')))
FROM (SELECT * FROM v_order ORDER BY id LIMIT $1::int) AS o
