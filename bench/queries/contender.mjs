// graphql-js with DataLoader and pg in one process, without HTTP: what a service written with care does. Documents are
// parsed and validated once, statements are prepared and read columns, keys of one tick are asked for together.
//
//   node contender.mjs NODE_MODULES_PARENT SCHEMA DOCUMENTS KEYS PRIMARY INVENTORY PAYMENTS
//
// The databases are JSON objects for pg. Answers commands as main.cpp does: `answer NAME KEY`, `measure NAME CLIENTS
// MILLISECONDS`, where NAME is that of a document.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [parent, schemaPath, documentDirectory, keysPath, ...conninfos] = process.argv.slice(2);
const require = createRequire(`${parent}/`);
const { buildSchema, execute, parse, validate } = require("graphql");
const DataLoader = require("dataloader");
const pg = require("pg");

const MOST_CLIENTS = 8;
const TIMESTAMPTZ = 1184;
// "2025-01-01 08:00:00+00", as all sessions have TimeZone UTC, to ISO 8601.
pg.types.setTypeParser(TIMESTAMPTZ, (text) => `${text.replace(" ", "T")}:00`);

const keys = readFileSync(keysPath, "utf8").trim().split("\n");
const [primary, inventory, payments] = conninfos.map(
  (conninfo) => new pg.Pool({ ...JSON.parse(conninfo), max: MOST_CLIENTS, options: "-c timezone=UTC" }),
);

async function rows(pool, name, text, values) {
  return (await pool.query({ name, text, values })).rows;
}

// Loaders of one request. Rows are found by their column `key`: one of them, or all.
function loadersOfRequest() {
  const loader = (pool, name, text, many) =>
    new DataLoader(async (ids) => {
      const found = new Map();
      for (const row of await rows(pool, name, text, [ids])) {
        if (!many) found.set(row.key, row);
        else if (found.has(row.key)) found.get(row.key).push(row);
        else found.set(row.key, [row]);
      }
      return ids.map((id) => found.get(id) ?? (many ? [] : null));
    });
  return {
    customer: loader(
      primary,
      "customer",
      "SELECT pk_customer AS key, id, name, email FROM tb_customer WHERE pk_customer = ANY ($1) AND deleted_at IS NULL",
    ),
    items: loader(
      primary,
      "items",
      `SELECT fk_order AS key, id, quantity, unit_price AS "unitPrice", product_id FROM tb_order_item
       WHERE fk_order = ANY ($1)`,
      true,
    ),
    product: loader(
      inventory,
      "product",
      "SELECT id AS key, sku, name, price FROM tb_product WHERE id = ANY ($1) AND deleted_at IS NULL",
    ),
    reservations: loader(
      inventory,
      "reservations",
      `SELECT r.order_id AS key, r.status, p.id AS product_id FROM tb_reservation r
       JOIN tb_stock s ON s.pk_stock = r.fk_stock JOIN tb_product p ON p.pk_product = s.fk_product
       WHERE r.order_id = ANY ($1)`,
      true,
    ),
    payment: loader(
      payments,
      "payment",
      `SELECT order_id AS key, amount, status, processed_at AS "processedAt" FROM tb_transaction
       WHERE order_id = ANY ($1) AND status <> 'voided'`,
    ),
    paymentMethods: loader(
      payments,
      "methods",
      `SELECT customer_id AS key, type, is_default AS "isDefault" FROM tb_payment_method
       WHERE customer_id = ANY ($1) AND deleted_at IS NULL`,
      true,
    ),
  };
}

const RESOLVERS = {
  Query: {
    order: async (_, { id }) =>
      (
        await rows(
          primary,
          "order",
          "SELECT pk_order, id, fk_customer, status, total FROM tb_order WHERE id = $1 AND deleted_at IS NULL",
          [id],
        )
      )[0],
    orders: (_, { limit }) =>
      rows(
        primary,
        "orders",
        `SELECT pk_order, id, fk_customer, status, total FROM tb_order WHERE deleted_at IS NULL
         ORDER BY id LIMIT $1`,
        [limit],
      ),
  },
  Order: {
    customer: (order, _, loaders) => loaders.customer.load(order.fk_customer),
    items: (order, _, loaders) => loaders.items.load(order.pk_order),
    payment: (order, _, loaders) => loaders.payment.load(order.id),
    reservations: (order, _, loaders) => loaders.reservations.load(order.id),
  },
  OrderItem: { product: (item, _, loaders) => loaders.product.load(item.product_id) },
  Reservation: { product: (reservation, _, loaders) => loaders.product.load(reservation.product_id) },
  Customer: { paymentMethods: (customer, _, loaders) => loaders.paymentMethods.load(customer.id) },
};

const schema = buildSchema(`scalar Decimal scalar DateTime ${readFileSync(schemaPath, "utf8")}`);
for (const [type, fields] of Object.entries(RESOLVERS)) {
  for (const [field, resolve] of Object.entries(fields)) schema.getType(type).getFields()[field].resolve = resolve;
}

const documents = new Map();
function documentOf(name) {
  if (!documents.has(name)) {
    const document = parse(readFileSync(`${documentDirectory}/${name}.graphql`, "utf8"));
    const errors = validate(schema, document);
    if (errors.length > 0) throw errors[0];
    documents.set(name, document);
  }
  return documents.get(name);
}

async function ask(name, key) {
  const result = await execute({
    schema,
    document: documentOf(name),
    variableValues: { id: key, limit: 100 },
    contextValue: loadersOfRequest(),
  });
  if (result.errors) throw result.errors[0];
  return JSON.stringify(result);
}

let next = 0;
async function measure(name, clients, milliseconds) {
  let requests = 0;
  const start = performance.now();
  const work = async (number) => {
    let place = (next + number * 7919) % keys.length;
    do {
      await ask(name, keys[place]);
      place = (place + 1) % keys.length;
      ++requests;
    } while (performance.now() < start + milliseconds);
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => work(number)));
  next = (next + requests) % keys.length;
  return `${requests} ${(performance.now() - start) / 1000}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command, name, ...rest] = line.split("\t");
  try {
    console.log(`ok ${command === "answer" ? await ask(name, rest[0]) : await measure(name, Number(rest[0]), Number(rest[1]))}`);
  } catch (error) {
    console.log(`failed ${String(error.message ?? error).replaceAll("\n", " ")}`);
  }
}
await Promise.all([primary.end(), inventory.end(), payments.end()]);
