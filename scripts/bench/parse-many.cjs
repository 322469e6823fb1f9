// The yardstick for `decode --ndjson`: a bare loop over the official parser, in one process.
const { AccessToken2 } = require('agora-token/src/AccessToken2');
const { readFileSync } = require('node:fs');
const tokens = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n');
const started = performance.now();
let services = 0;
for (const token of tokens) {
  const parsed = new AccessToken2('', '', 0, 0);
  if (!parsed.from_string(token)) throw new Error('a token that cannot be read');
  services += Object.keys(parsed.services).length;
}
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, services }));
