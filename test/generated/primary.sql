CREATE TABLE tb_author (id int PRIMARY KEY, name text, born date, rating float8, followers bigint, active bool, address jsonb,
                        awards jsonb, notes jsonb, tags text[]);
CREATE TABLE tb_book (id int PRIMARY KEY, title text, pages int, genre text, price numeric(10, 2), published timestamptz, isbn text,
                      author_id int, editor_id int, attributes jsonb);
CREATE TABLE tb_magazine (id int PRIMARY KEY, title text, pages int, issue int, author_id int);
CREATE INDEX ON tb_book (author_id);
-- One view of each kind: all in data, columns beside it, and no data at all for the rest.
CREATE VIEW v_author AS SELECT id, jsonb_build_object('id', id::text, 'name', name, 'born', born, 'rating', rating,
  'followers', followers, 'active', active, 'address', address, 'awards', awards, 'notes', notes, 'tags', tags) AS data FROM tb_author;
CREATE VIEW v_book AS SELECT id, author_id, editor_id, title, published, attributes,
  jsonb_build_object('pages', pages, 'genre', genre, 'price', price, 'isbn', isbn) AS data FROM tb_book;
CREATE VIEW v_publication AS
  SELECT id, 'Book' AS __typename, author_id, editor_id, title, pages, NULL::int AS issue, genre, price, published, isbn, attributes FROM tb_book
  UNION ALL
  SELECT id, 'Magazine', author_id, NULL, title, pages, issue, NULL, NULL, NULL, NULL, NULL FROM tb_magazine;
