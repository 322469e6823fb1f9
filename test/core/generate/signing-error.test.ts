import { expect, test } from 'vitest';
import { CliError, SigningError } from '../../../src/index.js';
import { run } from '../../helpers/run.js';

/** A salt that a token cannot hold, as a signer with a bug might write it. */
const BROKEN = { salt: 1.5 };
const RTC = ['generate', 'rtc', '--profile', 'demo', '-c', 'demo'];

test('the library tells it as every error of this package', () => {
  const error = new SigningError('its salt differs');
  expect(error).toBeInstanceOf(CliError);
  expect(error).toMatchObject({ name: 'SigningError', code: 'unexpected', exitCode: 1 });
  expect(error.hint).toContain('bug');
});

test('a token that is not as asked is never printed', async () => {
  const { code, stdout, stderr } = await run([...RTC, '-u', '42'], BROKEN);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(
    'the new token failed its own check and was discarded: its salt differs from what was asked',
  );
  expect(stderr).toContain('bug');
});

test('it ends a batch, for no row is to blame', async () => {
  const { code, stdout } = await run([...RTC, '--batch', '-'], {
    ...BROKEN,
    stdin: '{"uid":1}\n{"uid":2}\n',
  });
  expect([code, stdout]).toEqual([1, '']);
});
