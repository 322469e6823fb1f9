// Writes schema/config.schema.json from the validator that reads configs, and the lists of the other
// schemas from the tables of the code.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromSources } from './lib/sources.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { configJsonSchema, schemaLists } = await fromSources(
  root,
  `export { configJsonSchema } from './src/cli/config/json-schema.js';
   export { schemaLists } from './src/core/json/schema-lists.js';`,
);

write('config', configJsonSchema());
for (const [name, lists] of Object.entries(schemaLists)) {
  const schema = JSON.parse(readFileSync(pathOf(name), 'utf8'));
  for (const [path, values] of Object.entries(lists)) {
    path.split('.').reduce((node, key) => node[key], schema).enum = values;
  }
  write(name, schema);
}

function pathOf(name) {
  return join(root, 'schema', `${name}.schema.json`);
}

function write(name, schema) {
  writeFileSync(pathOf(name), `${JSON.stringify(schema, null, 2)}\n`);
}
