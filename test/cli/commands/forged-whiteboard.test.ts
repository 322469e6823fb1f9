import { describe, expect, test } from 'vitest';
import { inspectToken } from '../../../src/index.js';
import { NOW, run } from '../../helpers/run.js';
import { type Pairs, pairsOf, signature, tokenOf } from '../../helpers/whiteboard.js';

const env = { AGORA_WHITEBOARD_ACCESS_KEY: 'ak', AGORA_WHITEBOARD_SECRET_KEY: 'sk' };
const secrets = { whiteboardAccessKey: 'ak', whiteboardSecretKey: 'sk' };
const YEAR = 31_536_000;

async function signed(): Promise<Pairs> {
  const argv = ['generate', 'whiteboard', 'room', '--uuid', 'room1', '-e', '1h'];
  return pairsOf((await run(argv, { env })).stdout.trim());
}

/** An hour long, with its end moved into a key that no reader knows. */
const endHidden = (pairs: Pairs): Pairs => {
  const { expireAt, nonce, ...others } = Object.fromEntries(pairs);
  return [...Object.entries(others), [`expireAt":"${expireAt}","nonce`, nonce as string]];
};

describe.each<[string, (pairs: Pairs) => string, string, boolean]>([
  ['an end hidden in a key', (pairs) => tokenOf(endHidden(pairs)), 'whiteboard-unknown-key', false],
  [
    'a role in front of that which was signed',
    (pairs) => tokenOf([['ak', 'ak'], ['role', '0'], ...pairs.slice(1)]),
    'whiteboard-repeated-key',
    false,
  ],
  ['the prefix of an SDK token', (pairs) => tokenOf(pairs, 'SDK'), 'whiteboard-sdk-uuid', true],
  [
    'the prefix of a room token, and no room',
    (pairs) => {
      const ofSdk = pairs.filter(([key]) => !['sig', 'uuid'].includes(key));
      return tokenOf([...ofSdk, ['sig', signature(ofSdk, JSON.stringify)]]);
    },
    'whiteboard-uuid-missing',
    true,
  ],
])('%s', (_what, forge, code, signatureHolds) => {
  const codes = (report: { findings: readonly { code: string }[] }) =>
    report.findings.map((finding) => finding.code);

  test('is found by decode, inspect and the library', async () => {
    const token = forge(await signed());
    const now = NOW + YEAR;
    const decoded = await run(['decode', token, '--json'], { env });
    expect(codes(JSON.parse(decoded.stdout))).toContain(code);
    const inspected = await run(['inspect', token, '--json'], { env, now });
    expect(inspected.code).toBe(signatureHolds ? 5 : 6);
    expect(codes(JSON.parse(inspected.stdout))).toContain(code);
    const report = inspectToken(token, { now, secrets });
    expect(report.verdict).toBe(signatureHolds ? 'expired' : 'bad-signature');
    expect(JSON.stringify(report)).toContain(code);
  });

  test('is not for another room', async () => {
    const token = forge(await signed());
    const other = await run(['inspect', token, '--uuid', 'other'], { env });
    expect(other.code).toBe(signatureHolds ? 7 : 6);
    expect(other.stdout).toMatch(
      /not for "other"|a whiteboard room token has no room or task UUID/,
    );
  });

  test.each([[[]], [['--force']]])('is not renewed %j', async (args) => {
    const {
      code: exit,
      stdout,
      stderr,
    } = await run(['renew', forge(await signed()), ...args], { env });
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toContain('the token cannot be renewed');
  });
});
