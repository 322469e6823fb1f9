import { DEMO_PROJECT } from '../core/agora/samples.js';
import type { Inputs } from '../core/generate/values.js';
import { encoder007 } from '../core/sign/encode-007.js';
import { sign006 } from '../core/sign/sign-006.js';
import { browserRuntime } from '../core/token/browser-runtime.js';
import { browserPlatform } from '../library/browser-platform.js';
import { signInputs } from '../library/sign.js';
import type { Expectation } from './expect.js';
import { kindNamed, labelOf } from './sign.js';
import { demo, expected, secret, show } from './state.js';

interface Example {
  readonly name: string;
  /** @param now Unix seconds */
  readonly token: (now: number) => string;
  readonly expect?: Readonly<Partial<Record<Expectation, string>>>;
  /** Its signature is checked, too. */
  readonly verified?: true;
}

const RTC: Inputs = { channel: 'demo', uid: '42' };
const HOUR = 3600;

const sign = (inputs: Inputs, kind = 'rtc') =>
  signInputs(kindNamed(kind), inputs, DEMO_PROJECT, browserPlatform, labelOf).token;
const random = () => crypto.getRandomValues(new Uint32Array(1))[0] as number;

/** What people have and do not see through, signed on the spot. */
const EXAMPLES: readonly Example[] = [
  {
    name: 'good',
    token: () => sign({ ...RTC, expiresIn: '2h' }),
    expect: { channel: 'demo', user: '42' },
    verified: true,
  },
  { name: 'ends in 45 seconds', token: () => sign({ ...RTC, expiresIn: '45' }) },
  { name: 'expired', token: (now) => sign({ ...RTC, issuedAt: String(now - 2 * HOUR) }) },
  { name: 'any uid (0)', token: () => sign({ ...RTC, uid: '0' }), expect: { user: '42' } },
  {
    name: 'channel in another letter case',
    token: () => sign({ ...RTC, channel: 'Demo' }),
    expect: { channel: 'demo' },
  },
  {
    name: 'subscriber',
    token: () => sign({ ...RTC, role: 'subscriber' }),
    expect: { role: 'publisher' },
  },
  { name: 'absolute time in 007', token: absolute007 },
  { name: 'relative time in 006', token: relative006, expect: { channel: 'demo', user: '42' } },
  { name: 'percent-encoded', token: () => encodeURIComponent(sign(RTC)) },
  { name: 'RTC token used for RTM', token: () => sign(RTC), expect: { error: '-10005' } },
  {
    name: 'permanent whiteboard admin',
    token: () => sign({ role: 'admin', neverExpires: true }, 'whiteboard sdk'),
  },
];

/** A Unix time where 007 expects seconds from now, as some samples of Agora write it. */
function absolute007(now: number): string {
  const end = now + HOUR;
  const privileges = [1, 2, 3, 4].map((id) => [id, end] as const);
  const services = [{ name: 'rtc', channel: 'demo', uid: '42', privileges } as const];
  const { appId, appCertificate } = DEMO_PROJECT;
  const request = {
    format: '007',
    appId,
    issueTs: now,
    salt: random(),
    lifetime: end,
    services,
  } as const;
  return encoder007(browserRuntime)(request, appCertificate).text;
}

/** Seconds from now where 006 expects a Unix time. */
function relative006(now: number): string {
  const { appId, appCertificate } = DEMO_PROJECT;
  const privileges = [[1, HOUR] as const];
  const request = {
    format: '006',
    appId,
    issueTs: now,
    salt: random(),
    channel: 'demo',
    uid: '42',
    privileges,
  } as const;
  return sign006(request, appCertificate, browserRuntime).text;
}

export function Examples() {
  return (
    <section data-part="examples" aria-labelledby="examples-title">
      <h2 id="examples-title">Examples</h2>
      <ul class="examples">
        {EXAMPLES.map((example) => (
          <li key={example.name}>
            <button type="button" onClick={() => open(example)}>
              {example.name}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function open({ token, expect = {}, verified }: Example): void {
  show(token(Math.floor(Date.now() / 1000)));
  for (const [key, value] of Object.entries(expect)) expected[key as Expectation].value = value;
  secret.value = verified ? DEMO_PROJECT.appCertificate : '';
  demo.value = true;
}
