-- Mutations: what goes into their functions, what these may return, and what is selected below it.
SET client_min_messages = warning;
CREATE SCHEMA mutation_functions;
SET search_path = mutation_functions;
CREATE TABLE tb_author (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE tb_post (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author_id int REFERENCES tb_author, title text, views int NOT NULL DEFAULT 0);
INSERT INTO tb_author VALUES (1, 'Ann'), (2, 'Bob');
CREATE VIEW v_author AS SELECT id, jsonb_build_object('name', name) AS data FROM tb_author;
CREATE VIEW v_post AS SELECT id, author_id, jsonb_build_object('title', title, 'views', views) AS data FROM tb_post;

-- Left out, null, given; spellings of parameters
CREATE FUNCTION fn_echo(p_first_name text DEFAULT 'no first', last_name text DEFAULT 'no last') RETURNS text LANGUAGE sql
  AS $$ SELECT coalesce(p_first_name, 'null') || ', ' || coalesce(last_name, 'null') $$;
CREATE FUNCTION fn_take(input jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT jsonb_build_object('took', input) $$;
CREATE FUNCTION fn_take_all(arguments jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT jsonb_build_object('took', arguments) $$;
-- Shapes of results
CREATE FUNCTION fn_create_post(p_author_id int, p_title text) RETURNS SETOF v_post LANGUAGE plpgsql AS $$
DECLARE new_id int;
BEGIN
  INSERT INTO tb_post (author_id, title) VALUES (p_author_id, p_title) RETURNING id INTO new_id;
  RETURN QUERY SELECT * FROM v_post WHERE id = new_id;
END $$;
CREATE FUNCTION view_post(id int) RETURNS v_post LANGUAGE sql AS $$ UPDATE tb_post SET views = views + 1 WHERE tb_post.id = view_post.id;
  SELECT * FROM v_post WHERE v_post.id = view_post.id $$;
CREATE FUNCTION fn_all_posts() RETURNS SETOF v_post LANGUAGE sql AS $$ SELECT * FROM v_post ORDER BY id DESC $$;
CREATE FUNCTION fn_count_posts() RETURNS TABLE (author_id int, posts bigint) LANGUAGE sql
  AS $$ SELECT author_id, count(*) FROM tb_post GROUP BY 1 ORDER BY 1 $$;
CREATE FUNCTION fn_rename_author(id int, name text) RETURNS jsonb LANGUAGE sql
  AS $$ UPDATE tb_author SET name = rename.name FROM (SELECT fn_rename_author.id, fn_rename_author.name) rename WHERE tb_author.id = rename.id;
        SELECT jsonb_build_object('id', a.id, 'name', a.name) FROM tb_author a WHERE a.id = fn_rename_author.id $$;
CREATE FUNCTION fn_delete_posts() RETURNS int LANGUAGE sql AS $$ WITH gone AS (DELETE FROM tb_post RETURNING 1) SELECT count(*)::int FROM gone $$;
CREATE FUNCTION fn_tags() RETURNS SETOF text LANGUAGE sql AS $$ VALUES ('a'), (NULL), ('b') $$;
CREATE FUNCTION fn_forget() RETURNS void LANGUAGE sql AS $$ DELETE FROM tb_post $$;
SELECT fraiseql.load_schema('
  type Author { id: ID! name: String! posts: [Post!]! }
  type Post { id: ID! title: String views: Int! author: Author }
  type PostCount { authorId: ID! posts: Int! author: Author }
  type Taken { took: JSON }
  input Name { firstName: String lastName: String inner: [Name!] data: JSON }
  type Query { authors: [Author!]! }
  type Mutation {
    echo(firstName: String, lastName: String): String!
    take(input: Name): Taken
    takeAll(input: Name, atOnce: Boolean = true, note: String): Taken
    createPost(authorId: ID!, title: String): Post!
    viewPost(id: ID!): Post
    allPosts(limit: Int, orderBy: PostOrder): [Post!]!
    countPosts: [PostCount!]!
    renameAuthor(id: ID!, name: String): Author
    deletePosts: Int!
    tags: [String]!
    forget: Boolean }
  input PostOrder { id: OrderDirection } enum OrderDirection { ASC DESC }');
\pset format unaligned
\pset tuples_only on

SELECT fraiseql.execute('mutation { a: echo b: echo(firstName: null) c: echo(lastName: "L", firstName: "F") }');
SELECT fraiseql.execute('mutation ($f: String, $l: String) { echo(firstName: $f, lastName: $l) }', '{"l": null}');
-- One jsonb: an only argument `input` unwrapped, keys as SQL spells them, what a JSON scalar holds as it is
SELECT fraiseql.execute('mutation { take(input: {firstName: "F", inner: [{lastName: null}], data: {camelCase: 1}}) { took } }');
SELECT fraiseql.execute('mutation ($i: Name) { take(input: $i) { took } }', '{"i": {"lastName": "x", "data": [1.10]}}');
SELECT fraiseql.execute('mutation { a: take { took } b: take(input: null) { took } }');
SELECT fraiseql.execute('mutation { takeAll(input: {firstName: "F"}, note: null) { took } }');
SELECT fraiseql.execute('mutation { takeAll(atOnce: false) { took } }');

-- Rows; fields below them see what the function wrote, one field after the other
SELECT fraiseql.execute('mutation { one: createPost(authorId: 1, title: "first") { id title author { name posts { title } } }
                                    two: createPost(authorId: "1") { id title author { posts { id title } } __typename } }');
SELECT fraiseql.execute('mutation { a: viewPost(id: 1) { views } b: viewPost(id: 1) { views } none: viewPost(id: 99) { views } }');
SELECT fraiseql.execute('mutation { createPost(authorId: 2, title: "third") { id } allPosts { id } countPosts { authorId posts author { name } } }');
-- jsonb, scalars, lists of scalars, nothing at all
SELECT fraiseql.execute('mutation { renameAuthor(id: 2, name: "Bea") { __typename id name posts { title author { name } } } nobody: renameAuthor(id: 9) { id } }');
SELECT fraiseql.execute('mutation { tags deletePosts again: deletePosts forget __typename }');
-- A value that a parameter's type does not take
SELECT fraiseql.execute('mutation { viewPost(id: "x") { id } }');
SELECT fraiseql.execute('mutation { createPost(authorId: "x") { id } }');
-- Mutations are no business of a read-only transaction.
\set VERBOSITY sqlstate
BEGIN READ ONLY;
SELECT fraiseql.execute('mutation { deletePosts }');
ROLLBACK;
DROP SCHEMA mutation_functions CASCADE;
