// The reference implementation's side of the benchmark: answers `OPERATION FILE MILLISECONDS` on standard input with the
// nanoseconds one operation took, `-` where it failed. The other side is core.cpp. The first argument is the directory
// that graphql-js is installed in, the second the schema that `validate` checks parsed documents against.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { buildSchema, parse, validate } = createRequire(`${process.argv[2]}/`)("graphql");

function measure(operation, milliseconds) {
  const start = process.hrtime.bigint();
  const end = start + BigInt(milliseconds) * 1000000n;
  let calls = 0;
  let batch = 1;
  while (process.hrtime.bigint() < end) {
    for (let i = 0; i < batch; ++i) operation();
    calls += batch;
    if (batch < 1024) batch *= 2;
  }
  return Number(process.hrtime.bigint() - start) / calls;
}

const schema = buildSchema(readFileSync(process.argv[3], "utf8"));
const documents = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const [operation, path, milliseconds] = line.split(" ");
  try {
    if (!documents.has(path)) {
      const text = readFileSync(path, "utf8");
      documents.set(path, { text, parsed: parse(text) });
    }
    const { text, parsed } = documents.get(path);
    const operations = {
      parse: () => parse(text),
      validate: () => {
        if (validate(schema, parsed).length > 0) throw new Error(`${path} is not valid`);
      },
    };
    console.log(measure(operations[operation], Number(milliseconds)));
  } catch (error) {
    console.error(String(error));
    console.log("-");
  }
}
