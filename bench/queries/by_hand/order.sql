SELECT data FROM v_order WHERE id = $1
