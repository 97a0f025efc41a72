-- Customers
CREATE TABLE tb_customer (
    pk_customer SERIAL PRIMARY KEY,
    id UUID DEFAULT gen_random_uuid() NOT NULL UNIQUE,
    identifier TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT UNIQUE NOT NULL,
    phone TEXT,
    created_at TIMESTAMPTZ DEFAULT NOW(),
    updated_at TIMESTAMPTZ DEFAULT NOW(),
    deleted_at TIMESTAMPTZ -- the page's views filter by it, its tables do not have it
);

-- Orders
CREATE TABLE tb_order (
    pk_order SERIAL PRIMARY KEY,
    id UUID DEFAULT gen_random_uuid() NOT NULL UNIQUE,
    identifier TEXT NOT NULL UNIQUE,
    fk_customer INTEGER NOT NULL REFERENCES tb_customer(pk_customer),
    total DECIMAL(10, 2) NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending',
    status_reason TEXT, -- not on the page: why an order was cancelled
    created_at TIMESTAMPTZ DEFAULT NOW(),
    updated_at TIMESTAMPTZ DEFAULT NOW(),
    deleted_at TIMESTAMPTZ -- as above
);
CREATE INDEX ON tb_order (fk_customer);
CREATE INDEX ON tb_order (created_at);

-- Order Items
CREATE TABLE tb_order_item (
    pk_order_item SERIAL PRIMARY KEY,
    id UUID DEFAULT gen_random_uuid() NOT NULL UNIQUE,
    fk_order INTEGER NOT NULL REFERENCES tb_order(pk_order),
    product_id UUID NOT NULL, -- FK to inventory DB
    quantity INT NOT NULL CHECK (quantity > 0),
    unit_price DECIMAL(10, 2) NOT NULL,
    created_at TIMESTAMPTZ DEFAULT NOW()
);
CREATE INDEX ON tb_order_item (fk_order);
CREATE INDEX ON tb_order_item (product_id);

-- Shipping Info
CREATE TABLE tb_shipping (
    pk_shipping SERIAL PRIMARY KEY,
    id UUID DEFAULT gen_random_uuid() NOT NULL UNIQUE,
    fk_order INTEGER NOT NULL UNIQUE REFERENCES tb_order(pk_order),
    address TEXT NOT NULL,
    city TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    tracking_number TEXT,
    status TEXT NOT NULL DEFAULT 'pending',
    estimated_delivery DATE,
    created_at TIMESTAMPTZ DEFAULT NOW(),
    updated_at TIMESTAMPTZ DEFAULT NOW()
);
