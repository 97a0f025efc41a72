-- The primary database: customers, orders, shipping.
\ir tables.sql
\ir views.sql
\ir functions.sql
\ir data.sql
