// Counts, sums and extremes of rows, as a whole and in groups.

const isNumber = new Set(['id', 'pages', 'rating', 'followers', 'quantity', 'issue']);

// Exact: prices as hundredths, capacities beyond what a number holds.
function sum(name, values) {
  if (values.length === 0) return null;
  if (name === 'capacity') return String(values.reduce((total, value) => total + BigInt(value), 0n));
  if (name !== 'price') return values.reduce((total, value) => total + value, 0);
  const hundredths = values.reduce((total, value) => total + Math.round(Number(value) * 100), 0);
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}

function extreme(name, values, isBetter) {
  const typed = (value) => (name === 'price' || name === 'capacity' ? Number(value) : value);
  return values.reduce((best, value) => (best === null || isBetter(typed(value), typed(best)) ? value : best), null);
}

function valuesOf(rows, column) {
  return rows.map((row) => row[column]).filter((value) => value !== null);
}

// What a field of `sum`, `avg`, `min` or `max` is over these rows.
export class Values {
  constructor(rows, what) {
    this.rows = rows;
    this.what = what;
  }

  resolve(column) {
    const values = valuesOf(this.rows, column);
    switch (this.what) {
      case 'sum': return sum(column, values);
      case 'avg': return values.length === 0 ? null : sum(column, values) / values.length;
      case 'min': return extreme(column, values, (a, b) => a < b);
      default: return extreme(column, values, (a, b) => a > b);
    }
  }
}

function inOrder(a, b) {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}

// An aggregate, or one of its groups.
export class Aggregate {
  constructor(rows, columns, key = null) {
    this.rows = rows;
    this.columns = columns; // of the groups
    this.key = key;
  }

  groups() {
    const groups = new Map();
    for (const row of this.rows) {
      const values = this.columns.map((column) => row[column]);
      const name = JSON.stringify(values);
      if (!groups.has(name)) groups.set(name, { values, rows: [] });
      groups.get(name).rows.push(row);
    }
    const sorted = [...groups.values()].sort((a, b) => {
      const [x, y] = [a, b].map(({ values }) => values.map((value, i) => (isNumber.has(this.columns[i]) || value === null ? value : this.comparable(i, value))));
      return x.map((value, i) => inOrder(value, y[i])).find((order) => order !== 0) ?? 0;
    });
    return sorted.map(({ values, rows }) =>
      new Aggregate(rows, this.columns, Object.fromEntries(this.columns.map((column, i) => [column, values[i]]))));
  }

  comparable(i, value) {
    return ['price', 'capacity'].includes(this.columns[i]) ? Number(value) : value;
  }

  resolve(field) {
    switch (field) {
      case 'count': return this.rows.length;
      case 'groups': return this.groups();
      case 'key': return this.key;
      default: return new Values(this.rows, field);
    }
  }
}
