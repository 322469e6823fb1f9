import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { schemaLists } from '../../src/core/json/schema-lists.js';
import { REFUSAL_CODES } from '../../src/server/refusal.js';
import { all, chat, rtc, rtc006, token003, whiteboard } from '../core/inspect/tokens.js';
import { NOW, run, type World } from '../helpers/run.js';
import { serving } from '../helpers/serving.js';
import { edgeCase, vectors } from '../helpers/vectors.js';

type Schema = Record<string, unknown>;

const NAMES = ['token', 'decode', 'generate', 'inspect', 'explain', 'diff', 'serve'] as const;
const schemas = NAMES.map((name): Schema => {
  const url = new URL(`../../schema/${name}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
});

/** What ships lets later versions add fields; a test must know every field that there is. */
function closed(node: unknown, name = ''): unknown {
  if (Array.isArray(node)) return node.map((item) => closed(item));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === 'properties' || key === '$defs' ? closedAll(value) : closed(value),
    ]),
  );
  // These are parts of larger objects, which are closed themselves.
  const open = name === 'decodedToken' || name === 'decoded';
  return 'properties' in copy && !open ? { ...copy, unevaluatedProperties: false } : copy;
}

const closedAll = (members: Schema) =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, closed(value, name)]));

const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
for (const schema of schemas) ajv.addSchema(closed(schema) as Schema);

function problems(name: (typeof NAMES)[number], json: string): unknown[] {
  const validate = ajv.getSchema(`${name}.schema.json`);
  if (!validate) throw new Error(`no schema ${name}`);
  validate(JSON.parse(json));
  return validate.errors ?? [];
}

const DEMO = ['--profile', 'demo', '--json'];

describe('decode', () => {
  const tokens = [
    ...(['official', 'access-token-2', 'access-token', 'whiteboard'] as const).flatMap((file) =>
      vectors(file).map(({ token }) => token),
    ),
    edgeCase('rtc + unknown 999'),
    token003(),
    ` "${rtc()}"`,
    'nonsense',
  ];
  test('every token of the vectors, one after another', async () => {
    const { stdout } = await run(['decode', '--ndjson'], { stdin: tokens.join('\n') });
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(tokens.length);
    for (const line of lines)
      expect({ line, problems: problems('decode', line) }).toEqual({ line, problems: [] });
  });

  test.each([
    ['several tokens at once', [rtc(), 'nonsense']],
    ['a token in a text, twice', [`token=${rtc()}\nb=${rtc()}`]],
    ['a token that is cut', [rtc().slice(0, 130)]],
    ['a token that is masked', [`token: ${rtc().slice(0, 130)}****`]],
  ])('%s', async (_what, args) => {
    for (const command of ['decode', 'inspect'] as const) {
      const { stdout } = await run([command, '--json', ...args]);
      expect(problems(command, stdout)).toEqual([]);
    }
  });
});

const INSPECTIONS: [name: string, args: readonly string[], world?: World][] = [
  ['valid', [rtc(), ...DEMO]],
  ['unchecked', [rtc(), '--json']],
  ['not verified', [rtc(), '--no-verify', '--json']],
  ['expired', [rtc(), ...DEMO], { now: NOW + 9999 }],
  ['expiring', [rtc(), ...DEMO, '--expires-in', '2h']],
  ['wrong signature', [rtc({}, { certificate: 'a'.repeat(32) }), ...DEMO]],
  ['mismatch', [rtc(), ...DEMO, '--channel', 'x', '--uid', '7', '--service', 'rtm']],
  ['006', [rtc006(NOW + 60), ...DEMO, '--channel', 'demo', '--uid', '42']],
  ['006 without a channel', [rtc006(NOW + 60), ...DEMO]],
  ['003', [token003(), ...DEMO, '--channel', 'demo']],
  ['permanent whiteboard', [whiteboard('SDK'), ...DEMO]],
  ['privileges without an end', [rtc({ privileges: all(0) }), ...DEMO]],
  ['chat', [chat('alice'), ...DEMO]],
  ['error', [rtc(), ...DEMO, '--error', '110']],
  ['unknown service', [edgeCase('rtc + unknown 999'), ...DEMO]],
  ['malformed', ['nonsense', ...DEMO]],
  ['usage', [rtc(), ...DEMO, '--uid', 'alice']],
  ['configuration', [rtc(), '--json', '--profile', 'nowhere']],
];

test.each(INSPECTIONS)('inspect: %s', async (_, args, world) => {
  const { stdout } = await run(['inspect', ...args], world);
  expect(problems('inspect', stdout)).toEqual([]);
});

test('inspect --ndjson', async () => {
  const stdin = [rtc(), 'nonsense', rtc006(NOW + 60)].join('\n');
  const { stdout, code } = await run(['inspect', '--ndjson', '--profile', 'demo'], { stdin });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).verdict)).toEqual(['valid', 'malformed', 'valid']);
  expect(lines.flatMap((line) => problems('inspect', line))).toEqual([]);
  expect(code).toBe(4);
});

test.each([
  [['rtc', '-c', 'demo', '-u', '42']],
  [['rtc', '-c', 'demo', '-u', '0', '-e', '3d', '--with', 'rtm=alice']],
  [['rtc', '-c', 'demo', '-u', '42', '--token-version', '006']],
  [['rtm', '--user-id', 'alice', '--permission', 'message:read=a,b']],
  [['apaas', 'room-user', '--room', 'r', '--user', 'u', '--role', '1']],
  [['whiteboard', 'room', '--uuid', 'u', '--role', 'writer', '--never-expires']],
  [['rtc']],
])('generate %j', async (args) => {
  const { stdout } = await run(['generate', ...args, ...DEMO]);
  expect(problems('generate', stdout)).toEqual([]);
});

test('renew of several tokens', async () => {
  const { stdout } = await run(['renew', ...DEMO, `a=${rtc()} b=${rtc006(NOW + 60)}`]);
  expect(JSON.parse(stdout)).toHaveLength(2);
  expect(problems('generate', stdout)).toEqual([]);
});

test.each([[['explain']], [['explain', '110']], [['explain', 'nothing known']]])(
  '%j',
  async (argv) => {
    const { stdout } = await run([...argv, '--json']);
    expect(problems('explain', stdout)).toEqual([]);
  },
);

test.each([
  [rtc(), rtc()],
  [rtc(), rtc006(NOW + 60)],
  [whiteboard('SDK'), chat('alice')],
  [rtc(), `a=${rtc()} b=${rtc006(NOW + 60)}`],
  [rtc(), 'nonsense'],
])('diff', async (first, second) => {
  const { stdout } = await run(['diff', '--json', first, second]);
  expect(problems('diff', stdout)).toEqual([]);
});

test('serve', async () => {
  const start = await serving(DEMO);
  expect(problems('serve', start.stdout)).toEqual([]);
  expect(problems('serve', (await serving(['--json', '--port', 'x'])).stdout)).toEqual([]);
  const { stdout } = await serving(['--ndjson', '--profile', 'demo'], async (send) => {
    for (const line of ['/rtc/demo/1/uid/42', '/rte/demo/1/uid/42/alice', '/nothing', '/rtm/0']) {
      await send(`GET ${line}`, { headers: { origin: 'http://localhost:3000' } });
    }
    await send('GET /edu/v3/rooms/math/roles/2/users/alice/token');
    await send('GET /whiteboard/room/abc?expiry=7d');
    await send('POST /token', { body: { kind: 'rtc', channel: 'a', uid: 7, with: ['rtm'] } });
  });
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(8);
  const lost = '{"schemaVersion":1,"ok":true,"event":"lost","count":3}';
  expect([...lines, lost].flatMap((line) => problems('serve', line))).toEqual([]);
});

test.each(Object.entries(schemaLists))('the lists of %s are those of the code', (name, lists) => {
  const schema = schemas[NAMES.indexOf(name as (typeof NAMES)[number])] as Schema;
  for (const [path, values] of Object.entries(lists)) {
    const place = path.split('.').reduce((node, key) => node[key] as Schema, schema);
    expect(place.enum, `${path}: npm run schema`).toEqual(values);
  }
});

test('the codes of serve are those of the code', () => {
  const { $defs } = schemas[NAMES.indexOf('serve')] as { $defs: Schema };
  const { code } = ($defs.refused as { properties: Schema }).properties;
  expect(code).toEqual({ enum: REFUSAL_CODES });
});

test('a document that is not as promised is refused', async () => {
  const { stdout } = await run(['inspect', rtc(), '--json']);
  const document = JSON.parse(stdout);
  for (const spoiled of [
    { ...document, verdict: 'fine' },
    { ...document, undocumented: 1 },
    { ...document, signature: { status: 'valid' } },
    { ...document, token: { ...document.token, format: '008' } },
  ]) {
    expect(problems('inspect', JSON.stringify(spoiled))).not.toEqual([]);
  }
});
