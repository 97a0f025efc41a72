-- The payments database: payment methods, transactions, refunds.
\ir tables.sql
\ir views.sql
\ir functions.sql
\ir access.sql
\ir data.sql
