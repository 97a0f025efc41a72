SELECT json_build_object('data', json_build_object('orders', coalesce(json_agg(json_build_object(
         'id', o.data -> 'id', 'status', o.data -> 'status', 'total', o.data ->> 'total',
         'customer', (SELECT json_build_object('id', c.data -> 'id', 'name', c.data -> 'name', 'email', c.data -> 'email')
                      FROM v_customer c WHERE c.id = o.customer_id),
         'items', (SELECT coalesce(json_agg(json_build_object('id', i.data -> 'id', 'quantity', i.data -> 'quantity',
                                                              'unitPrice', i.data ->> 'unit_price')), '[]')
                   FROM v_order_item i WHERE i.order_id = o.id))), '[]')))
FROM (SELECT * FROM v_order ORDER BY id LIMIT $1::int) AS o
