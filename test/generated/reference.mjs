// node reference.mjs MODULES rows SEED            the rows of the test's tables, as JSON
// node reference.mjs MODULES queries SEED COUNT   reads {"sdl", "rows"}; for each drawn query a line {"query",
//                                                 "variables", "expected"}: what graphql-js answers over these rows
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { drawQuery } from './queries.mjs';
import { seeded } from './random.mjs';
import { Rows } from './resolvers.mjs';
import { drawRows } from './rows.mjs';

// The reference implementation has values of its own for the values of an enum; SDL cannot say them.
function storeValues(type) {
  const document = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');
  const stored = new Map(Array.from(document.matchAll(/(\w+) @stored\(as: "([^"]*)"\)/g), (match) => [match[1], match[2]]));
  for (const value of type.getValues()) value.value = stored.get(value.name) ?? value.name;
  type._valueLookup = new Map(type.getValues().map((value) => [value.value, value]));
}

const [, , modules, what, seed, count] = process.argv;
const random = seeded(Number(seed));

if (what === 'rows') {
  console.log(JSON.stringify(drawRows(random)));
} else {
  const graphql = createRequire(modules + '/')('graphql');
  const { sdl, rows } = JSON.parse(readFileSync(0, 'utf8'));
  const schema = graphql.buildSchema(sdl);
  const served = graphql.buildSchema(sdl);
  storeValues(served.getType('Genre'));
  const answers = new Rows(rows);
  for (let i = 0; i < Number(count); i++) {
    const { query, variables, document } = drawQuery(graphql, schema, random);
    const { errors, data } = graphql.executeSync({
      schema: served,
      document,
      variableValues: variables,
      fieldResolver: (source, args, _, { parentType, fieldName }) => answers.resolve(parentType.name, fieldName, source, args),
      typeResolver: (row) => row.__typename,
    });
    console.log(JSON.stringify({ query, variables, expected: JSON.stringify({ errors, data }) }));
  }
}
