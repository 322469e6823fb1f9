import { expect, test } from 'vitest';
import { inspectionText } from '../../../src/cli/render/inspect-text.js';
import { inspectParsed } from '../../../src/core/inspect/inspect.js';
import { decodeText } from '../../../src/core/token/decode.js';
import { MAX_ENTRIES, MAX_SERVICES } from '../../../src/core/token/limits.js';
import type {
  DecodedPrivilege,
  DecodedService,
  ParsedToken,
} from '../../../src/core/token/model.js';
import { nodeRuntime } from '../../../src/core/token/node-runtime.js';
import { ISSUED } from '../../helpers/demo.js';
import { view } from '../../helpers/view.js';
import { codesOf, judge, rtc, rtc006, rtcService, rtmService, token007 } from './tokens.js';

/** The largest token that is read. */

/** A token that was read, with other services in it. */
function withServices(text: string, services: readonly DecodedService[]): ParsedToken {
  const parsed = decodeText(text, nodeRuntime);
  return { ...parsed, token: { ...parsed.token, services } };
}

const lasting = (value: number): DecodedPrivilege => {
  const unix = ISSUED + value;
  return { id: 2, name: 'publish-audio', value, expiresAt: { unix, iso: '' } };
};
const many = Array.from({ length: MAX_ENTRIES }, (_, index) => lasting(1 + index));

const input = {
  now: ISSUED,
  signature: { status: 'unchecked', reason: 'no certificate' },
  expectations: { role: 'publisher', channel: 'demo' },
} as const;

test('a 007 token with as many privileges as fit, and the report of it', () => {
  const rtcService = { name: 'rtc', channel: 'demo', uid: '42', privileges: many };
  const inspection = inspectParsed(withServices(rtc(), [rtcService]), input);
  const text = inspectionText(inspection, view({}));
  expect(text.split('\n').length).toBeGreaterThan(MAX_ENTRIES);
});

test('a 006 token with as many privileges as fit', () => {
  const parsed = withServices(rtc006(ISSUED + 3600), [{ name: 'rtc', privileges: many }]);
  expect(inspectParsed(parsed, input).expiry.privileges).toHaveLength(MAX_ENTRIES);
});

test('a token with as many services as fit', () => {
  const services = Array.from({ length: MAX_SERVICES }, (_, index) => ({
    name: 'rtc',
    channel: String(index),
    uid: '',
    privileges: [],
  }));
  const inspection = inspectParsed(withServices(rtc(), services), {
    now: ISSUED,
    signature: { status: 'valid', profile: 'demo', certificate: 'primary' },
    expectations: { channel: '500', uid: '7' },
    demo: true,
  });
  expect(codesOf(inspection)).toEqual(['join-missing', 'uid-wildcard']);
});

test('of many names the first are told', () => {
  const services = Array.from({ length: 13 }, (_, index) => rtcService({ channel: `c${index}` }));
  const { findings } = judge(token007(services), { expectations: { channel: 'demo' } });
  expect(findings[0]?.message).toMatch(/ for channel "c1", .*, "c10" and 2 more$/);
});

test('what is the same of several services is told once', () => {
  const empty = rtcService({ uid: '' });
  const codes = codesOf(judge(token007([empty, empty, rtmService(''), rtmService('')])));
  expect(codes).toEqual(['uid-wildcard', 'uid-wildcard']);
});

test('of very many findings of one code the first are told, and how many more there are', () => {
  const services = Array.from({ length: 100 }, (_, index) => rtcService({ channel: `c*${index}` }));
  const { findings } = judge(token007([...services, rtmService('*')]));
  const wildcards = findings.filter(({ code }) => code === 'channel-wildcard');
  expect(wildcards).toHaveLength(20);
  expect(wildcards[18]?.message).not.toContain('more like it');
  expect(wildcards[19]?.message).toContain('"c*19"');
  expect(wildcards[19]?.message).toMatch(/; and 80 more like it$/);
});

test('a very long text is shown by its beginning', () => {
  const { findings } = judge(token007([rtcService({ channel: '\u001b'.repeat(30_000) })]));
  const [found] = findings.filter(({ code }) => code === 'channel-invalid-character');
  expect(found?.message).toContain('…" (30000 characters)');
  expect(JSON.stringify(findings).length).toBeLessThan(10_000);
});
