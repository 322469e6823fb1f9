import { describe, expect, test } from 'vitest';
import { likeness } from '../../../src/core/generate/like.js';
import { decodeText } from '../../../src/core/token/decode.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { commandLine } from '../../../src/page/command.js';
import { run } from '../../helpers/run.js';

async function generated(line: string) {
  const argv = line.split(' ');
  const { code, stdout } = await run([...argv, '-p', 'demo', '-q']);
  expect(code).toBe(0);
  return decodeText(stdout.trim(), nodeRuntime).token;
}

/** The services without their times, which are another matter. */
const content = ({ services = [], format, role, uuid }: Awaited<ReturnType<typeof generated>>) => ({
  format,
  role,
  uuid,
  services: services.map(({ privileges, ...fields }) => ({
    ...fields,
    privileges: privileges.map(({ id, value }) => (format === '006' ? [id] : [id, value])),
  })),
});

describe('a token like another', () => {
  test.each([
    'generate rtc --channel demo --uid 42 --expires-in 2h',
    'generate rtc --channel demo --account alice --role subscriber --expires-in 1h',
    'generate rtc --channel demo --uid 0 --join 10m --publish-video 90s --expires-in 1h',
    'generate rtc --channel demo --uid 42 --with rtm --with chat=bob --expires-in 1h',
    'generate rtc --channel demo --uid 42 --with rtc=stage --expires-in 1h',
    'generate rtm --user-id alice --expires-in 24h',
    'generate rtm --user-id alice --permission message:read=a,b --permission user:write=c --expires-in 1h',
    'generate chat user --user-id alice --expires-in 1h',
    'generate chat app --expires-in 1h',
    'generate apaas room-user --room math --user alice --role 2 --expires-in 1h',
    'generate apaas user --user alice --expires-in 1h',
    'generate apaas app --expires-in 1h',
    'generate convoai --channel demo --uid 1001 --expires-in 1h',
    'generate convoai --channel demo --account bot --rtm-user-id bob --expires-in 1h',
    'generate stt --channel demo --uid 998 --role subscriber --expires-in 1h',
    'generate streaming --channel demo --uid 42 --publish mixed --expires-in 1h',
    'generate fcdn --channel demo --uid 42 --play --expires-in 1h',
    'generate fpa --expires-in 1h',
    'generate whiteboard sdk --role admin --never-expires',
    'generate whiteboard room --uuid abc --role writer --never-expires',
    'generate whiteboard task --uuid abc --role reader --never-expires',
  ])('%s', async (line) => {
    const token = await generated(line);
    const { kind, inputs } = likeness(token);
    const again = commandLine(['generate', ...kind.name.split(' ')], inputs).slice(12);
    expect(again.split(' ').slice(0, 3)).toEqual(line.split(' ').slice(0, 3));
    expect(content(await generated(again))).toEqual(content(token));
  });

  test('a 006 token needs what it was signed for', async () => {
    const token = await generated('generate rtc -c demo -u 42 --token-version 006');
    const { kind, inputs } = likeness(token, { channel: 'demo', uid: '42' });
    expect([kind.name, inputs]).toEqual([
      'rtc',
      { channel: 'demo', uid: '42', tokenVersion: '006' },
    ]);
  });
});
