// node reference.mjs MODULES: the reference implementation's side of test/introspection/run.
//
// stdin: one JSON object a line, what core.cpp printed with the SDL it was given: {"sdl", "printed", "response"}.
// stdout: one JSON list of faults a line, empty where all is as it must be.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { isDeepStrictEqual } from 'node:util';

const require = createRequire(process.argv[2] + '/');
const { buildClientSchema, buildSchema, getIntrospectionQuery, graphqlSync, printSchema } = require('graphql');

const options = {
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
};

// What the document says: not the descriptions of the types and directives that every schema has.
function withoutBuiltIns(schema) {
  const isBuiltIn = ({ name }) => name.startsWith('__') || ['Int', 'Float', 'String', 'Boolean', 'ID'].includes(name);
  const specified = ['include', 'skip', 'deprecated', 'specifiedBy', 'oneOf'];
  const strip = (value) => {
    if (Array.isArray(value)) return value.map(strip);
    if (value === null || typeof value !== 'object') return value;
    const described = Object.entries(value).filter(([key]) => key !== 'description');
    return Object.fromEntries(described.map(([key, member]) => [key, strip(member)]));
  };
  const byName = (a, b) => (a.name < b.name ? -1 : 1);
  return {
    ...schema,
    types: schema.types
      .map((type) => (isBuiltIn(type) ? strip({ ...type, fields: type.fields && [...type.fields].sort(byName) }) : type))
      .sort(byName),
    directives: schema.directives.map((d) => (specified.includes(d.name) ? strip(d) : d)),
  };
}

function check({ printed, response }) {
  const faults = [];
  if (response.errors) return [`errors: ${JSON.stringify(response.errors)}`];
  const expected = graphqlSync({ schema: buildSchema(printed), source: getIntrospectionQuery(options) });
  if (expected.errors) return [`reference: ${expected.errors[0].message}`];
  const reprint = (data) => {
    try {
      return printSchema(buildClientSchema(data));
    } catch (error) {
      return `buildClientSchema: ${error.message}`;
    }
  };
  // Types nested deeper than the query asks are beyond buildClientSchema, whoever answers.
  const reprinted = reprint(response.data);
  if (reprinted !== printed && reprinted !== reprint(expected.data)) {
    faults.push(`printed\n${printed}\nfrom introspection\n${reprinted}`);
  }
  const ours = withoutBuiltIns(response.data.__schema);
  const theirs = withoutBuiltIns(JSON.parse(JSON.stringify(expected.data.__schema)));
  for (const key of Object.keys(theirs)) {
    if (!isDeepStrictEqual(ours[key], theirs[key])) {
      const isList = Array.isArray(theirs[key]);
      const first = isList ? theirs[key].findIndex((item, i) => !isDeepStrictEqual(item, ours[key][i])) : null;
      const part = (side) => JSON.stringify(isList ? side[key][first] : side[key]);
      faults.push(`${key}: expected ${part(theirs)}, found ${part(ours)}`);
    }
  }
  return faults;
}

if (process.argv[3] === 'query') {
  console.log(JSON.stringify(getIntrospectionQuery(options)));
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    console.log(JSON.stringify(check(JSON.parse(line))));
  }
}
