CREATE TABLE tb_warehouse (id int PRIMARY KEY, city text, capacity bigint, layout jsonb);
CREATE TABLE tb_stock (id int PRIMARY KEY, quantity int, note text, warehouse_id int, reserve_id int, book_id int, details jsonb);
CREATE VIEW v_warehouse AS SELECT id, city, capacity, layout FROM tb_warehouse;
CREATE VIEW v_stock AS SELECT id, book_id, warehouse_id, reserve_id, jsonb_build_object('id', id, 'quantity', quantity, 'note', note, 'details', details) AS data FROM tb_stock;
