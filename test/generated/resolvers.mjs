// The schema over the rows in memory: what documentation says of fields, arguments, filters and orderings, in the plainest
// form there is.

import { Aggregate, Values } from './aggregates.mjs';

const snakeCase = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

// How the rows of a type are found, and what their relations lead to: [type, local column, remote column].
const tables = { Author: ['tb_author'], Book: ['tb_book'], Magazine: ['tb_magazine'], Stock: ['tb_stock'], Warehouse: ['tb_warehouse'],
                 Publication: ['tb_book', 'tb_magazine'], Anything: ['tb_author', 'tb_book'] };
const members = { tb_book: 'Book', tb_magazine: 'Magazine', tb_author: 'Author', tb_stock: 'Stock', tb_warehouse: 'Warehouse' };
const joins = {
  Book: { author: ['Author', 'author_id', 'id'], editor: ['Author', 'editor_id', 'id'], stocks: ['Stock', 'id', 'book_id'], stockPages: ['Stock', 'id', 'book_id'] },
  Magazine: { author: ['Author', 'author_id', 'id'] },
  Publication: { author: ['Author', 'author_id', 'id'] },
  Author: { books: ['Book', 'id', 'author_id'], bookPages: ['Book', 'id', 'author_id'], publications: ['Publication', 'id', 'author_id'] },
  Stock: { warehouse: ['Warehouse', 'warehouse_id', 'id'], reserve: ['Warehouse', 'reserve_id', 'id'], book: ['Book', 'book_id', 'id'] },
  Warehouse: { stocks: ['Stock', 'id', 'warehouse_id'], stockPages: ['Stock', 'id', 'warehouse_id'] },
};
// Objects inside values: the field and its type.
const embedded = { Author: { address: 'Address', awards: 'Award', notes: 'Award' }, Address: { geo: 'Geo' } };
const lists = new Set(['awards', 'notes']);
const numeric = new Set(['id', 'pages', 'price', 'rating', 'followers', 'quantity', 'capacity', 'issue', 'year']);

export class Rows {
  constructor(rows) {
    this.rows = {};
    for (const [type, names] of Object.entries(tables)) {
      this.rows[type] = names.flatMap((name) => rows[name].map((row) => ({ ...row, __typename: members[name] })));
    }
  }

  joined(type, field, row) {
    const [target, local, remote] = joins[type][field];
    return row[local] === null ? [] : this.rows[target].filter((other) => other[remote] === row[local]);
  }

  isToMany(type, field) {
    return embedded[type]?.[field] ? lists.has(field) : joins[type][field][1] === 'id';
  }

  // What a field leads to, null for a leaf.
  targetOf(type, field) {
    return embedded[type]?.[field] ?? joins[type]?.[field]?.[0] ?? null;
  }

  // The rows or objects there; objects that are null are none.
  othersOf(type, field, row) {
    return embedded[type]?.[field] ? [row[field]].flat().filter((other) => other !== null) : this.joined(type, field, row);
  }

  // ── Filters: true, false, or null where SQL knows neither ──

  matches(type, where, row) {
    const all = Object.entries(where).map(([name, value]) => {
      if (name === '_and') return and(value.map((part) => this.matches(type, part, row)));
      if (name === '_or') return or(value.map((part) => this.matches(type, part, row)));
      if (name === '_not') return this.matches(type, value, row) !== true;
      if (this.targetOf(type, name)) return this.relationMatches(type, name, value, row);
      return and(Object.entries(value).map(([operator, operand]) => compare(name, operator, row[snakeCase(name)], operand)));
    });
    return and(all);
  }

  relationMatches(type, name, value, row) {
    const others = this.othersOf(type, name, row);
    const target = this.targetOf(type, name);
    const some = (where) => others.some((other) => this.matches(target, where, other) === true);
    if (!this.isToMany(type, name)) return some(value);
    return and(Object.entries(value).map(([quantifier, where]) => {
      if (quantifier === 'some') return some(where);
      if (quantifier === 'none') return !some(where);
      return others.every((other) => this.matches(target, where, other) === true);
    }));
  }

  // ── Lists ──

  sortKeys(type, orderBy, row) {
    return orderBy.flatMap((object) => Object.entries(object).flatMap(([name, value]) => {
      const target = this.targetOf(type, name);
      if (target === null) return [[name, row === null ? null : row[snakeCase(name)], value]];
      const [other] = row === null ? [] : this.othersOf(type, name, row);
      return this.sortKeys(target, [value], other ?? null);
    }));
  }

  filtered(type, rows, where) {
    return where ? rows.filter((row) => row !== null && this.matches(type, where, row) === true) : rows;
  }

  sorted(type, rows, orderBy) {
    return [...rows].sort((a, b) => {
      const ours = this.sortKeys(type, orderBy, a);
      const theirs = this.sortKeys(type, orderBy, b);
      for (const [i, [name, value, direction]] of ours.entries()) {
        const order = inOrder(name, value, theirs[i][1], direction);
        if (order !== 0) return order;
      }
      return a?.id === undefined ? 0 : a.id - b.id; // objects inside values stay as they stand
    });
  }

  window(type, rows, { where, orderBy = [], limit, offset }) {
    rows = this.filtered(type, rows, where);
    if (orderBy.length > 0 || (limit ?? null) !== null || (offset ?? null) !== null) rows = this.sorted(type, rows, orderBy);
    rows = rows.slice(offset ?? 0);
    return (limit ?? null) === null ? rows : rows.slice(0, limit);
  }

  page(type, rows, { where, orderBy = [], first, last }) {
    const all = this.sorted(type, this.filtered(type, rows, where), orderBy);
    const count = first ?? last ?? all.length;
    const nodes = (last ?? null) !== null ? all.slice(Math.max(all.length - count, 0)) : all.slice(0, count);
    const isCut = nodes.length < all.length;
    return {
      edges: nodes.map((node) => ({ node })),
      nodes,
      totalCount: all.length,
      pageInfo: { hasNextPage: isCut && (last ?? null) === null, hasPreviousPage: isCut && (last ?? null) !== null },
    };
  }

  rowsOf(field, type, rows, args) {
    if (field.endsWith('Aggregate')) {
      return new Aggregate(this.filtered(type, rows, args.where), Object.keys(args.groupBy ?? {}).map(snakeCase));
    }
    return field.endsWith('Pages') ? this.page(type, rows, args) : this.window(type, rows, args);
  }

  // ── Fields ──

  resolve(parentType, field, source, args) {
    if (parentType === 'Query') return this.resolveRoot(field, args);
    if (/(Connection|Edge|PageInfo)$/.test(parentType)) return source[field];
    if (source instanceof Aggregate) return source.resolve(field);
    if (source instanceof Values) return source.resolve(snakeCase(field));
    if (parentType.endsWith('GroupKey')) return source[snakeCase(field)] ?? null;
    const row = source;
    if (field.endsWith('Aggregate')) {
      const list = field.replace('Aggregate', '');
      return this.rowsOf(field, this.targetOf(parentType, list), this.othersOf(parentType, list, row), args);
    }
    if (joins[parentType]?.[field]) {
      const others = this.joined(parentType, field, row);
      if (!this.isToMany(parentType, field)) return others[0] ?? null;
      return this.rowsOf(field, joins[parentType][field][0], others, args);
    }
    const value = row[snakeCase(field)];
    if (lists.has(field) && value !== null) return this.window(this.targetOf(parentType, field), value, args);
    return args.path === undefined || args.path === null ? value : follow(args.path, value);
  }

  resolveRoot(field, args) {
    const type = { author: 'Author', authors: 'Author', book: 'Book', books: 'Book', publication: 'Publication', publications: 'Publication',
                   anything: 'Anything', stocks: 'Stock', bookPages: 'Book', stockPages: 'Stock', warehouse: 'Warehouse', warehouses: 'Warehouse' }[field.replace('Aggregate', '')];
    const { where, orderBy, limit, offset, first, last, groupBy, ...filters } = args;
    const rows = this.rows[type].filter((row) => Object.entries(filters).every(([name, value]) =>
      (value === null ? row[name] === null : String(row[name]) === String(value))));
    return /s$|Aggregate$/.test(field) || field === 'anything' ? this.rowsOf(field, type, rows, args) : rows[0] ?? null;
  }
}

function and(values) {
  if (values.includes(false)) return false;
  return values.includes(null) ? null : true;
}

function or(values) {
  if (values.includes(true)) return true;
  return values.includes(null) ? null : false;
}

const typed = (name, value) => (typeof value === 'string' && numeric.has(name) ? Number(value) : value);

function compare(name, operator, value, operand) {
  if (operator === 'isnull') return (value === null) === operand;
  if (operand === null) return operator === 'eq' ? value === null : value !== null;
  if (operator === 'in') return or(operand.map((item) => compare(name, 'eq', value, item)));
  if (operator === 'nin') return and(operand.map((item) => compare(name, 'neq', value, item)));
  if (value === null) return null;
  const [left, right] = [typed(name, value), typed(name, operand)];
  switch (operator) {
    case 'eq': return left === right;
    case 'neq': return left !== right;
    case 'gt': return left > right;
    case 'gte': return left >= right;
    case 'lt': return left < right;
    case 'lte': return left <= right;
    case 'contains': return left.includes(right);
    case 'startswith': return left.startsWith(right);
    case 'endswith': return left.endsWith(right);
    default: throw new Error(`no operator ${operator}`);
  }
}

function inOrder(name, a, b, direction) {
  const descending = direction.startsWith('DESC');
  const nullsFirst = direction.endsWith('NULLS_FIRST') || (descending && !direction.endsWith('NULLS_LAST'));
  if (a === null || b === null) {
    if (a === b) return 0;
    return (a === null) === nullsFirst ? -1 : 1;
  }
  const [left, right] = [typed(name, a), typed(name, b)];
  if (left === right) return 0;
  return (left < right) === descending ? 1 : -1;
}

// The generator writes paths of names and indexes only.
function follow(path, value) {
  for (const [, name, index] of path.matchAll(/(\w+)|\[(-?\d+)\]/g)) {
    if (value === null || typeof value !== 'object') return null;
    value = Array.isArray(value) ? value.at(Number(name ?? index)) : value[name ?? index];
    value ??= null;
  }
  return value;
}
