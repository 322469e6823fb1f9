// Writes schema/config.schema.json from the validator that reads configs.
import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';

const { outputFiles } = await build({
  entryPoints: ['src/cli/config/json-schema.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
const { configJsonSchema } = await import(`data:text/javascript;base64,${code}`);
await writeFile('schema/config.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
