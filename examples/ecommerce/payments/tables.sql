-- The page names this database and does not show it: what follows is in the style of its other tables.

-- Payment methods
CREATE TABLE tb_payment_method (
    pk_payment_method SERIAL PRIMARY KEY,
    id UUID DEFAULT gen_random_uuid() NOT NULL UNIQUE,
    identifier TEXT NOT NULL UNIQUE,
    customer_id UUID NOT NULL, -- FK to primary DB
    type TEXT NOT NULL, -- card, paypal, gift_card
    is_default BOOLEAN NOT NULL DEFAULT false,
    spending_limit DECIMAL(10, 2), -- the most that one payment may be
    expires_on DATE,
    created_at TIMESTAMPTZ DEFAULT NOW(),
    updated_at TIMESTAMPTZ DEFAULT NOW(),
    deleted_at TIMESTAMPTZ
);
CREATE INDEX ON tb_payment_method (customer_id);

-- Transactions: what became of the payment of an order, once
CREATE TABLE tb_transaction (
    pk_transaction SERIAL PRIMARY KEY,
    id UUID DEFAULT gen_random_uuid() NOT NULL UNIQUE,
    order_id UUID NOT NULL UNIQUE, -- FK to primary DB
    customer_id UUID NOT NULL, -- FK to primary DB
    fk_payment_method INTEGER REFERENCES tb_payment_method(pk_payment_method),
    amount DECIMAL(10, 2) NOT NULL,
    status TEXT NOT NULL, -- captured, refused, refunded, or voided: cancelled before a payment was due
    gateway TEXT,
    created_at TIMESTAMPTZ DEFAULT NOW(),
    processed_at TIMESTAMPTZ
);
CREATE INDEX ON tb_transaction (customer_id);

-- Refunds
CREATE TABLE tb_refund (
    pk_refund SERIAL PRIMARY KEY,
    id UUID DEFAULT gen_random_uuid() NOT NULL UNIQUE,
    fk_transaction INTEGER NOT NULL UNIQUE REFERENCES tb_transaction(pk_transaction),
    amount DECIMAL(10, 2) NOT NULL,
    reason TEXT,
    status TEXT NOT NULL DEFAULT 'completed',
    created_at TIMESTAMPTZ DEFAULT NOW()
);
