import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine, shellWord } from '../../src/page/command.js';

test.each<[Parameters<typeof commandLine>[1], string]>([
  [{}, 'agora-token inspect -'],
  [{ channel: 'demo', userId: 'a b' }, "agora-token inspect - --channel demo --user-id 'a b'"],
  [{ uid: '-5' }, 'agora-token inspect - --uid=-5'],
  [{ neverExpires: true, publish: false }, 'agora-token inspect - --never-expires'],
  [{ with: ['rtm', 'chat=x'] }, 'agora-token inspect - --with rtm --with chat=x'],
  [{ channel: '' }, "agora-token inspect - --channel ''"],
])('%j', (options, line) => {
  expect(commandLine(['inspect', '-'], options)).toBe(line);
});

test.skipIf(process.platform === 'win32')('a shell reads a word as it was', () => {
  const words = fc.array(
    fc.string().filter((text) => !text.includes('\0')),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(words, (texts) => {
      const script = `printf '%s\\0' ${texts.map(shellWord).join(' ')}`;
      const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
      expect(printed).toBe(`${texts.join('\0')}\0`);
    }),
    { numRuns: 30 },
  );
});
