// The reference implementation's side of the benchmark: answers `OPERATION FILE MILLISECONDS` on standard input with the
// nanoseconds one operation took, `-` where it failed. The other side is core.cpp. The first argument is the directory
// that graphql-js is installed in.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { parse } = createRequire(`${process.argv[2]}/`)("graphql");

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

const texts = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const [operation, path, milliseconds] = line.split(" ");
  if (!texts.has(path)) texts.set(path, readFileSync(path, "utf8"));
  const text = texts.get(path);
  try {
    if (operation !== "parse") throw new Error(operation);
    console.log(measure(() => parse(text), Number(milliseconds)));
  } catch (error) {
    console.error(String(error));
    console.log("-");
  }
}
