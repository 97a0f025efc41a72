-- The role through which the primary database reads: the views and nothing else. Give it a password before use.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'storefront') THEN
        CREATE ROLE storefront LOGIN;
    END IF;
END;
$$;
GRANT SELECT ON v_product, v_inventory_status, v_reservation TO storefront;
