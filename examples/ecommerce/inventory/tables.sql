-- The page names this database and does not show it: what follows is in the style of its other tables.

-- Products
CREATE TABLE tb_product (
    pk_product SERIAL PRIMARY KEY,
    id UUID DEFAULT gen_random_uuid() NOT NULL UNIQUE,
    identifier TEXT NOT NULL UNIQUE,
    sku TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    price DECIMAL(10, 2) NOT NULL CHECK (price >= 0),
    created_at TIMESTAMPTZ DEFAULT NOW(),
    updated_at TIMESTAMPTZ DEFAULT NOW(),
    deleted_at TIMESTAMPTZ
);

-- Stock of a product in a warehouse
CREATE TABLE tb_stock (
    pk_stock SERIAL PRIMARY KEY,
    id UUID DEFAULT gen_random_uuid() NOT NULL UNIQUE,
    fk_product INTEGER NOT NULL REFERENCES tb_product(pk_product),
    warehouse TEXT NOT NULL,
    quantity INT NOT NULL,
    reserved INT NOT NULL DEFAULT 0, -- the part of the quantity that orders wait for
    updated_at TIMESTAMPTZ DEFAULT NOW(),
    UNIQUE (fk_product, warehouse),
    CHECK (reserved BETWEEN 0 AND quantity)
);

-- Reservations
CREATE TABLE tb_reservation (
    pk_reservation SERIAL PRIMARY KEY,
    id UUID DEFAULT gen_random_uuid() NOT NULL UNIQUE,
    order_id UUID NOT NULL, -- FK to primary DB
    fk_stock INTEGER NOT NULL REFERENCES tb_stock(pk_stock),
    quantity INT NOT NULL CHECK (quantity > 0),
    status TEXT NOT NULL DEFAULT 'reserved', -- reserved, fulfilled, released
    created_at TIMESTAMPTZ DEFAULT NOW(),
    expires_at TIMESTAMPTZ, -- while the order is not paid for
    released_at TIMESTAMPTZ
);
CREATE INDEX ON tb_reservation (order_id);
CREATE INDEX ON tb_reservation (fk_stock);
CREATE INDEX ON tb_reservation (expires_at) WHERE status = 'reserved' AND expires_at IS NOT NULL;

-- What was decided about an order, once: events may come twice, and a cancellation may overtake the order.
CREATE TABLE tb_order_claim (
    pk_order_claim SERIAL PRIMARY KEY,
    order_id UUID NOT NULL UNIQUE, -- FK to primary DB
    status TEXT NOT NULL, -- reserved, refused, released
    created_at TIMESTAMPTZ DEFAULT NOW(),
    updated_at TIMESTAMPTZ DEFAULT NOW()
);
