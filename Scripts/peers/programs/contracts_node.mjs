// Parses hotel contracts in Node, and does nothing else: contracts_node.mjs INPUT
//
// Reads files in super-batches of 1,000 and creates an object for every record, with its fields and tuples
// as text. It checks nothing, computes no sums, and writes no database.

import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

const BATCH_FILES = 1000;
const SECTIONS_WITH_TUPLES = new Set(["CNIN", "CNCT", "SIIN", "SIAP"]);

function parseRecord(code, line) {
  const start = SECTIONS_WITH_TUPLES.has(code) ? line.indexOf(":(") : -1;
  if (start < 0) return { code, fields: line.split(":"), tuples: [] };
  const tuples = line.slice(start + 2, -1).split(")(").map((tuple) => tuple.split(","));
  return { code, fields: line.slice(0, start).split(":"), tuples };
}

async function parseFile(file) {
  const records = [];
  let code = null;
  for (const line of (await readFile(file, "utf8")).split("\n")) {
    const mark = /^\{(\/?)([A-Z0-9]{4,5})\}\r?$/.exec(line);
    if (mark) code = mark[1] ? null : mark[2];
    else if (line && code) records.push(parseRecord(code, line));
  }
  return records;
}

const root = process.argv[2];
const entries = await readdir(root, { recursive: true, withFileTypes: true });
const files = entries.filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
let count = 0;
for (let start = 0; start < files.length; start += BATCH_FILES) {
  const batch = await Promise.all(files.slice(start, start + BATCH_FILES).map(parseFile));
  count += batch.reduce((sum, records) => sum + records.length, 0);
}
console.log(`${count} records`);
