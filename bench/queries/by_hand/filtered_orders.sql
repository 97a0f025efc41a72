SELECT json_build_object('data', json_build_object('orders', coalesce(json_agg(json_build_object(
         'id', id, 'status', status, 'total', total::text, 'createdAt', created_at)), '[]')))
FROM (SELECT id, status, total, created_at FROM tb_order
      WHERE deleted_at IS NULL AND status = $1 AND total >= $2::numeric
      ORDER BY created_at, id LIMIT 20) AS o
