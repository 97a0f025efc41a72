-- The inventory database: products, stock, reservations.
\ir tables.sql
\ir views.sql
\ir functions.sql
\ir access.sql
\ir data.sql
