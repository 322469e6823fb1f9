import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { LIMIT_SECONDS } from '../../core/agora/limits.js';
import { AGORA_PROJECT, WHITEBOARD_PROJECT } from '../../core/agora/projects.js';
import { CliError, ConfigError, EXIT, UsageError } from '../../core/errors.js';
import { DEFAULT_LIFETIME, KINDS } from '../../core/generate/kinds.js';
import { oneOf } from '../../core/generate/read.js';
import { answer, document } from '../../core/json/document.js';
import { parseDuration, parseInteger } from '../../core/text/parse-values.js';
import { quoted, safeText } from '../../core/text/safe-text.js';
import { assertOrigin } from '../../server/cors.js';
import { assertHostName, localGuard } from '../../server/guard.js';
import { BODY_BYTES, quietly } from '../../server/handler.js';
import { homePage } from '../../server/home.js';
import { inspection, inspectorPage } from '../../server/inspector.js';
import { type Limits, limiter } from '../../server/limits.js';
import { rateLimit } from '../../server/rate-limit.js';
import { type Respond, responder, type ServerEvent } from '../../server/respond.js';
import { type Page, ROUTES } from '../../server/routes.js';
import { credentialsOf, type ProjectSecrets, planOf, signPlan } from '../../server/sign.js';
import { certificateFileOption, type Declare, examples } from '../command.js';
import { projectCredentials } from '../config/credentials.js';
import { code, resolvePath } from '../config/files.js';
import { readTextFile } from '../config/read-file.js';
import type { Profile, Settings, SettingsOptions } from '../config/types.js';
import type { CommandRun, Invocation } from '../invocation.js';
import { settingsOf } from '../project/settings-of.js';
import {
  type BaseUrls,
  eventText,
  lostText,
  repeatedText,
  startText,
} from '../render/serve-text.js';
import { ClosedPipeError, tell } from '../world/streams.js';

export const declareServe: Declare = (command, act) => {
  command
    .description(
      'Answers the requests of every client of Agora on this machine, as a token server does: UIKits, ' +
        "the docs' samples, API-Examples, Chat, Classroom and Conversational AI, unchanged. For " +
        'development: it signs for whoever asks. In production, mount the handler of ' +
        'agora-token-cli/server in your own app server.',
    )
    .option('--port <number>', 'the port; 0 for a free one (default: 8080)')
    .option('--host <address>', 'the address to listen on (default: this machine only)')
    .addOption(list('--allow-origin <origin>', 'let pages of this origin ask; repeatable'))
    .addOption(list('--allow-host <name>', 'answer under this name, as of a tunnel; repeatable'))
    .option('--key-file <file>', 'clients must know the key in this file')
    .option('--no-auth', 'no key, although other machines can ask')
    .addOption(
      list('-c, --channel <glob>', 'sign only for these channels; * matches any text; repeatable'),
    )
    .addOption(
      list('-u, --uid <id>', 'sign only for these uids, accounts and user ids; repeatable'),
    )
    .option('-r, --role <role>', 'subscriber: sign nothing that may publish')
    .addOption(list('--kind <kind>', 'sign only these kinds of token; repeatable'))
    .option(
      '-e, --expires-in <duration>',
      'the lifetime where the client asks for none (default: 1h)',
    )
    .option('--max-expires-in <duration>', 'the longest lifetime that a client gets (default: 24h)')
    .addOption(
      new Option(
        '--token-version <version>',
        '006 for SDKs that do not read 007 (default: 007)',
      ).choices(['007', '006']),
    )
    .option('--no-rate-limit', 'as many requests as a client likes, for load tests')
    .option('--tls-cert <file>', 'speak HTTPS with this certificate, in PEM')
    .option('--tls-key <file>', 'the private key of the certificate')
    .option('--ndjson', 'print a line of JSON for the start and for every answer')
    .option('--open', 'show the page of the server in the browser')
    .addHelpText(
      'after',
      examples(
        'agora-token serve',
        'agora-token serve --profile dev --channel "test-*" -e 10m',
        'agora-token serve --host 0.0.0.0 --key-file ~/.secrets/serve-key',
        'agora-token serve --port 0 --json',
      ),
    );
  certificateFileOption(command).action(act(serve));
};

function list(flags: string, description: string): Option {
  return new Option(flags, description).argParser<readonly string[]>((value, all) => [
    ...(all ?? []),
    value,
  ]);
}

interface ServeOptions extends SettingsOptions {
  readonly port?: string;
  readonly host?: string;
  readonly allowOrigin?: readonly string[];
  readonly allowHost?: readonly string[];
  readonly keyFile?: string;
  /** false: `--no-auth`. */
  readonly auth?: boolean;
  readonly channel?: readonly string[];
  readonly uid?: readonly string[];
  readonly role?: string;
  readonly kind?: readonly string[];
  readonly expiresIn?: string;
  readonly maxExpiresIn?: string;
  readonly tokenVersion?: '007' | '006';
  /** false: `--no-rate-limit`. */
  readonly rateLimit?: boolean;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly open?: boolean;
}

/** Signs tokens over HTTP until it is interrupted. */
export const serve: CommandRun<ServeOptions> = async (invocation) => {
  const { ctx, options } = invocation;
  const host = options.host ?? LOOPBACK;
  const port = options.port === undefined ? PORT : parseInteger(options.port, '--port', 0, 65_535);
  const limits = limitsOf(options);
  for (const origin of options.allowOrigin ?? []) assertOrigin(origin, '--allow-origin');
  for (const name of options.allowHost ?? []) assertHostName(name, '--allow-host');
  const key = await keyOf(invocation);
  assertLocked(host, key, options);
  const tls = await tlsOf(invocation);
  const settings = await settingsOf(invocation, { allProfiles: true });
  const profile = settings.requireActive();
  const project = await secretsOf(profile, settings);
  const lifetime = lifetimeOf(options, profile, limits.maxExpiresIn);

  const inspector = inspectorOf(ctx.pagePath(), profile.name);
  const stop = new AbortController();
  const log = await logOf(invocation, () => stop.abort());
  const base = { url: '' };
  // With --now the clock starts there, and the same requests get the same tokens.
  const shift = options.now === undefined ? 0 : invocation.now() * 1000 - ctx.clock();
  const sources = { now: () => ctx.clock() + shift, ...randomOf(invocation) };
  const respond = respondOf();
  checkSigning();
  const listening = await ctx.listen({ hosts: hostsOf(host), port, ...(tls && { tls }) }, respond);
  const urls = urlsOf(host, listening.port, tls !== undefined, ctx.networkAddresses());
  base.url = urls.browser;
  const interrupted = ctx.interruption();
  interrupted.addEventListener('abort', () => stop.abort(), { once: true });
  try {
    await announce();
    await warnOfStrangers();
    if (options.open) await openPage();
    if (!interrupted.aborted) await aborted(stop.signal);
  } finally {
    await listening.close();
    log.end();
  }
  return EXIT.ok;

  function respondOf(): Respond {
    return responder({
      routes: ROUTES,
      project,
      credentials: credentialsOf(project),
      check: limiter(limits),
      guard: localGuard({
        host,
        allowHosts: options.allowHost ?? [],
        allowOrigins: options.allowOrigin ?? [],
        ...(key === undefined ? {} : { key }),
        ...(options.rateLimit === false ? {} : { rateLimit: rateLimit(sources.now) }),
      }),
      sources,
      lifetime,
      maxLifetime: limits.maxExpiresIn,
      tokenVersion: options.tokenVersion ?? '007',
      bodyBytes: BODY_BYTES,
      home: () => homePage({ url: base.url, locked: key !== undefined }),
      ...(inspector && { page: () => inspector }),
      inspect: (fields) => inspection(fields, project),
      profileOf: (appId) => profileOf(appId, settings),
      onEvent: quietly(log.event),
    });
  }

  /** A certificate that does not sign is found now, and not by the first client. */
  function checkSigning(): void {
    const ask = {
      ...{ route: 'rtc', kinds: ['rtc'], channel: 'check', uid: 1, role: 'publisher' },
      ...{ expiresIn: lifetime, tokenVersion: '007' as const },
    };
    const plan = planOf(ask);
    signPlan(plan, credentialsOf(project)(plan.kind), sources);
  }

  async function announce(): Promise<void> {
    const appId = project.appId ?? '';
    const url = `${tls ? 'https' : 'http'}://${hostText(reachable(host))}:${listening.port}`;
    if (invocation.json || invocation.mode.ndjson) {
      const start = { url, urls, profile: profile.name, appId };
      await invocation.print(
        invocation.mode.ndjson
          ? document(answer(true, { event: 'started', ...start }), true)
          : document(answer(true, start)),
      );
    } else {
      const style = await invocation.style('stdout');
      const locked = key !== undefined;
      const start = { profile: profile.name, appId, urls, port: listening.port, locked };
      await invocation.print(startText(start, style));
    }
  }

  async function warnOfStrangers(): Promise<void> {
    if (!isLoopback(host)) {
      await invocation.warn(
        `everyone on this network can reach the server${key === undefined ? ', and get tokens from it' : ', and needs the key'}`,
      );
    }
    if (options.allowOrigin?.includes('*')) {
      await invocation.warn(
        'every page that you visit can get tokens from the server: --allow-origin *',
        'Name the origins of your own pages instead.',
      );
    }
  }

  async function openPage(): Promise<void> {
    try {
      await ctx.openInBrowser(`${urls.browser}/`);
    } catch {
      await invocation.warn('no browser could be opened', `Open ${urls.browser}/ yourself.`);
    }
  }
};

/** The page of the package; a server without it lists its routes in its place. */
function inspectorOf(path: string, profile: string): Page | undefined {
  try {
    return inspectorPage(readFileSync(path, 'utf8'), profile);
  } catch (error) {
    if (code(error) !== '') return undefined;
    throw error;
  }
}

function randomOf({ random: { randomUint32, randomUuid } }: Invocation<ServeOptions>) {
  return { randomUint32, randomUuid };
}

const LOOPBACK = '127.0.0.1';
const PORT = 8080;

/** What stands for this machine alone. */
const isLoopback = (host: string) =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/** The addresses that stand for all, and what to connect to: not every system connects to those. */
const LOOPBACK_OF: Readonly<Record<string, string>> = { '0.0.0.0': LOOPBACK, '::': '::1' };

const isWildcard = (host: string) => Object.hasOwn(LOOPBACK_OF, host);

const reachable = (host: string) => (isWildcard(host) ? (LOOPBACK_OF[host] as string) : host);

/** How other devices reach the server, if they do. */
function hostOnNetwork(host: string, addresses: readonly string[]): string | undefined {
  if (isLoopback(host)) return undefined;
  return isWildcard(host) ? addresses[0] : host;
}

/** `localhost` is ::1 on some systems and 127.0.0.1 on others: one server answers on both. */
function hostsOf(host: string): readonly [string, ...string[]] {
  if (host === 'localhost' || host === LOOPBACK) return [LOOPBACK, '::1'];
  return host === '0.0.0.0' ? ['0.0.0.0', '::1'] : [host];
}

/** A host as a URL writes it. */
const hostText = (host: string) => (host.includes(':') ? `[${host}]` : host);

function urlsOf(
  host: string,
  port: number,
  secure: boolean,
  addresses: readonly string[],
): BaseUrls {
  const url = (name: string) => `${secure ? 'https' : 'http'}://${hostText(name)}:${port}`;
  const own = isLoopback(host) || isWildcard(host) ? 'localhost' : host;
  const lan = hostOnNetwork(host, addresses);
  return {
    browser: url(own),
    // What the emulator calls the loopback of this machine.
    android: url(own === 'localhost' ? '10.0.2.2' : own),
    ios: url(own),
    ...(lan === undefined ? {} : { lan: url(lan) }),
  };
}

const ROLES = oneOf(['publisher', 'subscriber']);

function limitsOf(options: ServeOptions): Limits & { readonly maxExpiresIn: number } {
  const { channel, uid, role, kind, maxExpiresIn } = options;
  for (const name of kind ?? []) {
    if (KINDS.some((known) => known.name === name)) continue;
    throw new UsageError(
      `--kind is ${quoted(name)}, which is not a kind of token`,
      `The kinds are ${KINDS.map((known) => known.name).join(', ')}.`,
    );
  }
  const longest =
    maxExpiresIn === undefined ? LIMIT_SECONDS : parseDuration(maxExpiresIn, '--max-expires-in');
  return {
    ...(channel && { channels: channel }),
    ...(uid && { users: uid }),
    ...(role === undefined ? {} : { roles: [ROLES(role, '--role')] }),
    ...(kind && { kinds: kind }),
    maxExpiresIn: longest,
  };
}

/** `-e`, the profile's default, or an hour; never more than a client could get. */
function lifetimeOf(options: ServeOptions, profile: Profile, longest: number): number {
  const { expiresIn } = options;
  if (expiresIn !== undefined) {
    const seconds = parseDuration(expiresIn, '--expires-in');
    if (seconds <= longest) return seconds;
    throw new UsageError(
      `--expires-in is ${safeText(expiresIn)}, which is more than --max-expires-in`,
      'Give a shorter one, or a longer --max-expires-in.',
    );
  }
  const own = profile.defaults.expiresIn;
  const seconds = own === undefined ? DEFAULT_LIFETIME : parseDuration(own.value, own.source);
  return Math.min(seconds, longest);
}

const KEY_VARIABLE = 'AGORA_TOKEN_SERVE_KEY';
/** What needs no escape in a path, and is too long to guess. */
const KEY = /^[\w.~-]{16,256}$/;

/** The key that clients must know, of `--key-file` or the variable. */
async function keyOf({ ctx, options }: Invocation<ServeOptions>): Promise<string | undefined> {
  const { keyFile, auth } = options;
  const variable = ctx.env[KEY_VARIABLE] || undefined;
  if (auth === false) {
    if (keyFile === undefined) return undefined;
    throw new UsageError(
      '--no-auth and --key-file cannot be used together',
      'Use only one of them.',
    );
  }
  if (keyFile === undefined && variable === undefined) return undefined;
  const source = keyFile === undefined ? KEY_VARIABLE : '--key-file';
  const text =
    keyFile === undefined
      ? (variable as string)
      : await readTextFile(resolvePath(keyFile, ctx.cwd, ctx), 'the file of --key-file');
  const key = text.trim();
  if (KEY.test(key)) {
    ctx.secrets.add(key);
    return key;
  }
  throw new ConfigError(
    `the key of ${source} cannot be used: 16 to 256 letters, digits or ._~- are expected`,
    'openssl rand -hex 16 makes one.',
  );
}

function assertLocked(host: string, key: string | undefined, { auth }: ServeOptions): void {
  if (isLoopback(host) || key !== undefined || auth === false) return;
  throw new UsageError(
    `--host ${safeText(host)} lets everyone on this network get tokens`,
    `Give a key that clients must know: --key-file <file>, or ${KEY_VARIABLE}. Or say --no-auth.`,
  );
}

async function tlsOf({ ctx, options: { tlsCert, tlsKey } }: Invocation<ServeOptions>) {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new UsageError(
      `--tls-${tlsCert === undefined ? 'cert' : 'key'} is missing`,
      'HTTPS needs both --tls-cert and --tls-key.',
    );
  }
  const read = async (path: string, flag: string) => {
    const text = await readTextFile(resolvePath(path, ctx.cwd, ctx), `the file of ${flag}`);
    // Node.js ignores an empty file, and then no client can connect.
    if (text.trim() === '')
      throw new ConfigError(`the file of ${flag} is empty`, 'It must contain PEM.');
    return text;
  };
  return { cert: await read(tlsCert, '--tls-cert'), key: await read(tlsKey, '--tls-key') };
}

/** The App ID and certificates of the profile, and the keys of its whiteboard where it has them. */
async function secretsOf(profile: Profile, { empty }: Settings): Promise<ProjectSecrets> {
  const app = await projectCredentials(profile, AGORA_PROJECT, empty);
  const secrets = {
    profile: profile.name,
    appId: app.id,
    appCertificate: app.secret,
    // It signs nothing, but a token that is inspected may be of it.
    secondaryCertificate: await profile.secondaryCertificate?.resolve(),
  };
  if (!profile.whiteboardAccessKey || !profile.whiteboardSecretKey) return secrets;
  const { id, secret } = await projectCredentials(profile, WHITEBOARD_PROJECT, empty);
  return { ...secrets, whiteboardAccessKey: id, whiteboardSecretKey: secret };
}

/** Which other profile has the App ID that a client asks for. */
function profileOf(appId: string, { profiles }: Settings): string | undefined {
  return profiles.find((each) => each.appId?.value.toLowerCase() === appId.toLowerCase())?.name;
}

/** The same refusal comes again and again from a client that retries: it is said once in so long. */
const QUIET_SECONDS = 10;

/** This many lines wait for a slow reader; further ones are only counted. */
const MOST_WAITING = 1000;

/**
 * Writes lines, and leaves some out when nobody reads them.
 * @param lost the line that says how many were left out
 */
function lines(put: (line: string) => Promise<void>, lost: (count: number) => string) {
  let waiting = 0;
  let leftOut = 0;
  return (line: string) => {
    if (waiting >= MOST_WAITING) {
      leftOut++;
      return;
    }
    waiting++;
    const all = leftOut > 0 ? lost(leftOut) + line : line;
    leftOut = 0;
    void put(all).finally(() => {
      waiting--;
    });
  };
}

/** Writes events as lines: of text to stderr, or with `--ndjson` of JSON to stdout. */
async function logOf(invocation: Invocation<ServeOptions>, stop: () => void) {
  const { ctx, mode } = invocation;
  if (mode.ndjson) {
    const put = (line: string) =>
      invocation.print(line).catch((failure) => {
        // Nobody reads any more: then nobody needs the server.
        if (failure instanceof ClosedPipeError || failure instanceof CliError) stop();
      });
    const say = lines(put, (count) => document(answer(true, { event: 'lost', count }), true));
    const event = ({ type, error, ...rest }: ServerEvent & { readonly error?: unknown }) => {
      const ok = type === 'signed';
      say(ctx.secrets.mask(document(answer(ok, { event: type, ...rest }), true)));
    };
    return { event, end: () => {} };
  }
  const style = await invocation.style('stderr');
  let last: { key: string; time: number; repeated: number } | undefined;
  const write = lines((line) => tell(ctx.stderr, line), lostText);
  const say = (line: string) => {
    if (!mode.quiet) write(`${line}\n`);
  };
  const end = () => {
    if (last?.repeated) say(repeatedText(last.repeated));
    last = undefined;
  };
  const once = new Set<string>();
  const event = (happened: ServerEvent) => {
    const key = happened.type === 'refused' ? `${happened.path} ${happened.message}` : '';
    if (last && key === last.key && happened.time - last.time < QUIET_SECONDS * 1000) {
      last.repeated++;
      return;
    }
    end();
    if (key) last = { key, time: happened.time, repeated: 0 };
    say(ctx.secrets.mask(eventText(happened, style, ctx.utcOffsetMinutes)));
    for (const advice of adviceFor(happened)) {
      if (!once.has(advice)) say(`         note: ${advice}`);
      once.add(advice);
    }
    if (happened.type === 'refused' && happened.error !== undefined && mode.debug) {
      say(String((happened.error as Error).stack));
    }
  };
  return { event, end };
}

/** What a developer learns here, and nowhere else until it goes wrong; each is said once. */
function adviceFor(event: ServerEvent): string[] {
  if (event.type !== 'signed') return [];
  const { role, expiresIn, kinds } = event.ask;
  return [
    ...(role === 'subscriber'
      ? [
          'a subscriber is kept from publishing only where the Console has co-host authentication on',
        ]
      : []),
    ...(expiresIn < 120
      ? ['with less than two minutes, SDKs announce the end of a token late or not at all']
      : []),
    ...(kinds.some((kind) => kind === 'chat app' || kind === 'apaas app')
      ? ['a token for the app may do anything: never give it to a client']
      : []),
  ];
}

/** Resolves when the signal fires. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
