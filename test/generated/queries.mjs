// Valid queries drawn at random: aliases, fragments, directives, variables, filters, orderings, windows, abstract types.
// Of lists that no order is promised for, none is asked without `limit` or `orderBy`.
import { chance, integer, pick } from './random.mjs';

const words = ['amber', 'birch', 'cedar', 'a', 'e b', 'jade iris'];
const operators = new Set(['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'in', 'nin', 'isnull', 'contains', 'startswith', 'endswith']);
const paths = ['size.width', '$.colours[0]', 'colours[-1]', 'size.height', 'colours[5]', 'size.width.x', '["size"]["width"]'];
const neverFiltered = new Set(['tags', 'attributes', 'details', 'layout']);
const deepest = 5;

// What one query is drawn with. `graphql` is the module.
class Drawing {
  constructor(graphql, schema, random) {
    this.graphql = graphql;
    this.schema = schema;
    this.random = random;
    this.variables = {};
    this.definitions = [];
    this.fragments = [];
    this.aliases = 0;
  }

  query() {
    const selections = this.selections(this.schema.getQueryType(), 0);
    const definitions = this.definitions.length > 0 ? `(${this.definitions.join(', ')})` : '';
    const name = definitions !== '' || chance(this.random, 0.3) ? 'query Q' : '';
    return { query: [`${name}${definitions} ${selections}`, ...this.fragments].join('\n'), variables: this.variables };
  }

  // ── Selections ──

  selections(type, depth) {
    const { isAbstractType, isUnionType } = this.graphql;
    const parts = [];
    const count = integer(this.random, 1, depth === 0 ? 3 : 4);
    for (let i = 0; i < count; i++) {
      if (isAbstractType(type) && chance(this.random, isUnionType(type) ? 0.8 : 0.4)) {
        parts.push(this.fragment(pick(this.random, this.schema.getPossibleTypes(type)), depth));
      } else if (chance(this.random, 0.12)) {
        parts.push(this.fragment(type, depth));
      } else if (isUnionType(type) || chance(this.random, 0.05)) {
        parts.push('__typename');
      } else {
        parts.push(this.field(type, depth));
      }
    }
    return `{ ${parts.join(' ')} }`;
  }

  fragment(type, depth) {
    const kind = this.random();
    if (kind < 0.4) {
      const name = `F${this.fragments.length}`;
      const place = this.fragments.push('') - 1;
      this.fragments[place] = `fragment ${name} on ${type.name} ${this.selections(type, depth + 0.5)}`;
      return `...${name}${this.directives()}`;
    }
    return `... on ${type.name}${this.directives()} ${this.selections(type, depth + 0.5)}`;
  }

  field(type, depth) {
    const { getNamedType, isCompositeType } = this.graphql;
    let fields = Object.values(type.getFields()).filter(({ name }) => !/cursor$/i.test(name)); // ours alone
    // The digits of an exact average are PostgreSQL's own, and groups by relations are left to other tests.
    if (type.name.endsWith('Average')) fields = fields.filter(({ name }) => name === 'rating');
    if (fields.length === 0 || (/(Aggregate|Group)$/.test(type.name) && chance(this.random, 0.3))) return '__typename';
    if (type.name.endsWith('GroupKey')) fields = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    if (depth >= deepest || (leaves.length > 0 && chance(this.random, 0.5))) fields = leaves.length > 0 ? leaves : fields;
    const field = pick(this.random, fields);
    const named = getNamedType(field.type);
    const alias = chance(this.random, 0.35) ? `a${this.aliases++}: ` : '';
    const below = isCompositeType(named) ? ` ${this.selections(named, depth + 1)}` : '';
    return `${alias}${field.name}${this.arguments(field)}${this.directives()}${below}`;
  }

  directives() {
    if (!chance(this.random, 0.08)) return '';
    const value = chance(this.random, 0.5);
    let written = chance(this.random, 0.5) ? String(value) : this.variable('Boolean!', value);
    // No value at all: an error of each object whose selections depend on it.
    if (chance(this.random, 0.03)) written = this.variable('Boolean = true', null);
    return ` @${pick(this.random, ['skip', 'include'])}(if: ${written})`;
  }

  // ── Arguments ──

  arguments(field) {
    if (field.name === 'anything') return '';
    const given = [];
    const has = (name) => field.args.some((argument) => argument.name === name);
    const isOrdered = has('limit');
    let asksForOrder = false;
    for (const argument of field.args) {
      const { name } = argument;
      if (name === 'path' || name === 'groupBy') {
        // Whole values are JSON texts, which PostgreSQL writes with spaces; groups are asked for without looking.
      } else if (name === 'after' || name === 'before' || (name === 'last' && given.some((text) => text.startsWith('first:')))) {
        continue;
      } else if (name === 'limit' || name === 'orderBy') {
        if (!chance(this.random, 0.4)) continue;
        asksForOrder = true;
      } else if (!this.graphql.isRequiredArgument(argument) && !chance(this.random, name === 'where' ? 0.4 : 0.3)) {
        continue;
      }
      given.push(`${name}: ${this.argument(argument)}`);
    }
    if (isOrdered && !asksForOrder) given.push('limit: 50');
    return given.length > 0 ? `(${given.join(', ')})` : '';
  }

  argument(argument) {
    const type = this.graphql.getNullableType(argument.type);
    // A filter or a window that is null, or a variable that has no value.
    if (['offset', 'genre', 'name'].includes(argument.name) && chance(this.random, 0.15)) {
      return chance(this.random, 0.4) ? 'null' : this.variable(String(argument.type), pick(this.random, [null, undefined]));
    }
    const value = this.argumentValue(argument.name, type);
    if (chance(this.random, 0.3)) return this.variable(String(argument.type), value);
    return this.literal(value, type);
  }

  argumentValue(name, type) {
    switch (name) {
      case 'id': return String(integer(this.random, 1, 25));
      case 'limit': case 'first': case 'last': return integer(this.random, 0, 6);
      case 'offset': return integer(this.random, 0, 3);
      case 'groupBy': return this.groupBy(type);
      case 'path': return pick(this.random, paths);
      case 'where': return this.where(type, 0);
      case 'orderBy': return Array.from({ length: integer(this.random, 1, 2) }, () => this.orderBy(this.graphql.getNamedType(type), 0));
      case 'genre': return pick(this.random, ['NOVEL', 'CRIME']);
      default: return pick(this.random, words);
    }
  }

  where(type, depth) {
    const where = {};
    const fields = Object.values(type.getFields()).filter((field) => !neverFiltered.has(field.name));
    for (let i = integer(this.random, 1, 2); i > 0; i--) {
      const field = pick(this.random, fields);
      const value = this.whereField(field, depth);
      if (value !== undefined) where[field.name] = value;
    }
    return where;
  }

  whereField(field, depth) {
    const type = this.graphql.getNamedType(field.type);
    if (field.name === '_and' || field.name === '_or') {
      return depth > 1 ? undefined : Array.from({ length: integer(this.random, 0, 2) }, () => this.where(type, depth + 1));
    }
    if (field.name === '_not') return depth > 1 ? undefined : this.where(type, depth + 1);
    const inner = type.getFields();
    if (inner.isnull) return this.condition(field.name, inner);
    if (depth > 1) return undefined;
    if (inner.some) return { [pick(this.random, ['some', 'every', 'none'])]: this.where(this.graphql.getNamedType(inner.some.type), depth + 1) };
    return this.where(type, depth + 1);
  }

  condition(name, inner) {
    const operator = pick(this.random, Object.keys(inner).filter((known) => operators.has(known)));
    if (operator === 'isnull') return { isnull: chance(this.random, 0.5) };
    if ((operator === 'eq' || operator === 'neq') && chance(this.random, 0.1)) return { [operator]: null };
    const value = () => this.operand(name);
    return { [operator]: operator === 'in' || operator === 'nin' ? [value(), value()] : value() };
  }

  operand(name) {
    switch (name) {
      case 'id': return String(integer(this.random, 1, 45));
      case 'pages': return integer(this.random, 1, 6) * 50;
      case 'quantity': case 'issue': case 'followers': return integer(this.random, 0, 9);
      case 'year': return integer(this.random, 1900, 2020);
      case 'lat': case 'lon': return integer(this.random, -90, 90) / 4;
      case 'rating': return integer(this.random, -8, 40) / 8;
      case 'price': return `${integer(this.random, 1, 30)}.5`;
      case 'capacity': return `${integer(this.random, 1, 9)}000000000000`;
      case 'active': return chance(this.random, 0.5);
      case 'born': return `19${integer(this.random, 10, 99)}-05-12`;
      case 'published': return `20${integer(this.random, 10, 20)}-11-05T12:00:00+00:00`;
      case 'genre': return pick(this.random, ['NOVEL', 'CRIME', 'POETRY']);
      case 'isbn': return `978-${integer(this.random, 1, 45)}`;
      default: return pick(this.random, words);
    }
  }

  groupBy(type) {
    const fields = Object.values(type.getFields()).filter((field) => String(field.type) === 'Boolean');
    return { [pick(this.random, fields).name]: true, [pick(this.random, fields).name]: true };
  }

  orderBy(type, depth) {
    const field = pick(this.random, Object.values(type.getFields()).filter(({ name }) => !neverFiltered.has(name)));
    const inner = this.graphql.getNamedType(field.type);
    if (this.graphql.isEnumType(inner)) return { [field.name]: pick(this.random, inner.getValues()).name };
    if (depth > 1) return { [type.getFields().id ? 'id' : 'city']: 'ASC' };
    return { [field.name]: this.orderBy(inner, depth + 1) };
  }

  // ── Values ──

  literal(value, type) {
    return this.graphql.print(this.graphql.astFromValue(value, type)).replaceAll('\n', ' ');
  }

  variable(type, value) {
    const name = `v${this.definitions.length}`;
    const plain = type.replace(/!$/, '');
    const isScalar = ['Int', 'String', 'Boolean', 'ID'].includes(plain);
    if (isScalar && value !== undefined && chance(this.random, 0.3)) {
      this.definitions.push(`$${name}: ${type} = ${JSON.stringify(value)}`);
    } else {
      this.definitions.push(`$${name}: ${type}`);
      if (value !== undefined) this.variables[name] = value;
    }
    return `$${name}`;
  }
}

export function drawQuery(graphql, schema, random) {
  for (;;) {
    const drawn = new Drawing(graphql, schema, random).query();
    const document = graphql.parse(drawn.query);
    if (graphql.validate(schema, document).length === 0) return { ...drawn, document };
  }
}
