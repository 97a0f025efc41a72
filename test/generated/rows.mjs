// The rows of all tables, drawn at random: what is inserted into the databases and what the reference answers from.
import { chance, integer, pick } from './random.mjs';

const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'heron', 'iris', 'jade'];
const maybe = (random, share, value) => (chance(random, share) ? null : value());
const text = (random) => `${pick(random, words)} ${pick(random, words)}`;
const digits = (number, length) => String(number).padStart(length, '0');

function award(random) {
  return { title: maybe(random, 0.1, () => text(random)), year: maybe(random, 0.3, () => integer(random, 1900, 2020)) };
}

function list(random, share, length, item) {
  return maybe(random, share, () => Array.from({ length: integer(random, 0, length) }, item));
}

function json(random) {
  return { size: { width: integer(random, 1, 9) }, colours: [pick(random, words), pick(random, words)] };
}

function author(random, id) {
  return {
    id,
    name: maybe(random, 0.05, () => text(random)),
    born: maybe(random, 0.2, () => `19${digits(integer(random, 10, 99), 2)}-0${integer(random, 1, 9)}-1${integer(random, 0, 9)}`),
    rating: maybe(random, 0.2, () => integer(random, -8, 40) / 8),
    followers: maybe(random, 0.2, () => (chance(random, 0.1) ? 3000000000 : integer(random, 0, 5))),
    active: maybe(random, 0.05, () => chance(random, 0.5)),
    address: maybe(random, 0.3, () => ({
      street: maybe(random, 0.2, () => text(random)),
      city: maybe(random, 0.3, () => text(random)),
      geo: maybe(random, 0.2, () => ({
        lat: maybe(random, 0.2, () => integer(random, -90, 90) / 4),
        lon: maybe(random, 0.3, () => integer(random, -90, 90) / 2),
      })),
    })),
    awards: list(random, 0.2, 3, () => (chance(random, 0.05) ? null : award(random))),
    notes: list(random, 0.2, 3, () => (chance(random, 0.2) ? null : award(random))),
    tags: list(random, 0.2, 3, () => (chance(random, 0.05) ? null : pick(random, words))),
  };
}

function book(random, id) {
  return {
    id,
    title: maybe(random, 0.05, () => text(random)),
    pages: maybe(random, 0.2, () => integer(random, 1, 6) * 50),
    genre: maybe(random, 0.2, () => (chance(random, 0.1) ? pick(random, ['DRAMA', 'POETRY']) : pick(random, ['NOVEL', 'crime, thrillers', 'poetry']))),
    price: maybe(random, 0.2, () => `${integer(random, 1, 30)}.${digits(integer(random, 0, 99), 2)}`),
    published: maybe(random, 0.2, () => `20${digits(integer(random, 0, 20), 2)}-1${integer(random, 0, 2)}-0${integer(random, 1, 9)}T1${integer(random, 0, 9)}:00:00+00:00`),
    isbn: maybe(random, 0.05, () => `978-${id}`),
    author_id: maybe(random, 0.1, () => integer(random, 1, 22)), // some of nobody
    editor_id: maybe(random, 0.03, () => integer(random, 1, 20)),
    attributes: maybe(random, 0.2, () => json(random)),
  };
}

export function drawRows(random) {
  const many = (count, from, row) => Array.from({ length: count }, (_, i) => row(random, from + i));
  return {
    tb_author: many(20, 1, author),
    tb_book: many(40, 1, book),
    tb_magazine: many(10, 101, (_, id) => ({
      id,
      title: text(random),
      pages: maybe(random, 0.3, () => integer(random, 1, 6) * 20),
      issue: maybe(random, 0.1, () => integer(random, 1, 12)),
      author_id: maybe(random, 0.3, () => integer(random, 1, 20)),
    })),
    tb_warehouse: many(4, 1, (_, id) => ({
      id,
      city: maybe(random, 0.1, () => text(random)),
      capacity: maybe(random, 0.2, () => String(integer(random, 1, 9)) + '000000000000'),
      layout: json(random),
    })),
    tb_stock: many(60, 1, (_, id) => ({
      id,
      quantity: maybe(random, 0.03, () => integer(random, 0, 9)),
      note: maybe(random, 0.5, () => text(random)),
      warehouse_id: chance(random, 0.04) ? 99 : integer(random, 1, 4),
      reserve_id: maybe(random, 0.5, () => integer(random, 1, 5)),
      book_id: maybe(random, 0.1, () => integer(random, 1, 45)),
      details: maybe(random, 0.3, () => json(random)),
    })),
  };
}
