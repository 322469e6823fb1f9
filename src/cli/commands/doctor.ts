import { PROJECT_SECRETS } from '../../core/agora/projects.js';
import { CliError, EXIT, type ExitCode } from '../../core/errors.js';
import { answer, document } from '../../core/json/document.js';
import { count } from '../../core/text/count.js';
import { maskSecrets } from '../../core/text/mask.js';
import { localTime, utcTime } from '../../core/text/time.js';
import { certificateFileOption, type Declare, examples, SILENT } from '../command.js';
import { readEnvironment, VARIABLES } from '../config/environment.js';
import { pathText } from '../config/files.js';
import { exposure } from '../config/find.js';
import { configFiles } from '../config/inventory.js';
import { type ConfigFile, exposureNotices } from '../config/load.js';
import { shownName } from '../config/names.js';
import { userPlaces } from '../config/places.js';
import { type PublicSecret, publicSecrets } from '../config/public-secrets.js';
import { loadSettings } from '../config/settings.js';
import type { EmptyVariable, Profile, Secret, Settings } from '../config/types.js';
import { CORRECT_IT } from '../config/validate.js';
import type { Context } from '../context.js';
import { exclusive, type GlobalOptions, type Invocation } from '../invocation.js';
import type { Style } from '../render/style.js';
import { type Line, wrapLines } from '../render/wrap.js';

export const declareDoctor: Declare = (command, act) => {
  certificateFileOption(
    command.description(
      'Checks Node.js, the config files and who can read them, the profiles and whether each secret ' +
        'can be read, the environment and the clock. Exits with 0, or 3 when something fails.',
    ),
  )
    .option(...SILENT)
    .addHelpText('after', examples('agora-token doctor', 'agora-token doctor --json | jq .checks'))
    .action(act(doctor));
};

type DoctorOptions = { readonly appCertificateFile?: string };

/** One verdict. A failure makes the exit code 3; a warning does not. */
export interface Check {
  readonly check: 'node' | 'config' | 'environment' | 'profile' | 'secret' | 'clock';
  readonly status: 'ok' | 'warning' | 'failed';
  readonly message: string;
  readonly hint?: string;
}

/** Checks everything that a run depends on, a verdict a line. */
export async function doctor(invocation: Invocation<DoctorOptions>): Promise<ExitCode> {
  const { ctx, options } = invocation;
  exclusive(options, [
    ['silent', '--silent'],
    ['json', '--json'],
  ]);
  const checks = [
    nodeCheck(ctx),
    ...(await configurationChecks(ctx, options)),
    clockCheck(invocation),
  ].map((check) => ctx.secrets.maskTexts(check, 'message', 'hint'));
  const failed = checks.some(({ status }) => status === 'failed');
  if (invocation.json) {
    await invocation.print(document(answer(!failed, { checks })));
  } else {
    const style = await invocation.style('stdout');
    // A clock that is right needs no line.
    const shown = checks.filter(({ check, status }) => check !== 'clock' || status !== 'ok');
    const lines = shown.flatMap((check) => checkLines(check, style));
    await invocation.print(wrapLines(lines, invocation.columns('stdout')));
  }
  return failed ? EXIT.config : EXIT.ok;
}

function checkLines({ status, message, hint }: Check, style: Style): Line[] {
  const marks = {
    ok: style.good('ok     '),
    warning: style.warn('warning'),
    failed: style.bad('failed '),
  };
  const [first = '', ...others] = message.split('\n');
  return [
    { text: `${marks[status]}  ${first}`, hang: HANG },
    ...[...others, ...(hint ? [style.dim(hint)] : [])].map((text) => ({
      text: ' '.repeat(HANG) + text,
      hang: HANG,
    })),
  ];
}

/** Where messages begin. */
const HANG = 9;

const ok = (check: Check['check'], message: string): Check => ({
  check,
  status: 'ok',
  message: maskSecrets(message),
});

function problem(
  check: Check['check'],
  status: 'warning' | 'failed',
  message: string,
  hint?: string,
): Check {
  return {
    check,
    status,
    message: maskSecrets(message),
    ...(hint === undefined ? {} : { hint: maskSecrets(hint) }),
  };
}

/** A failure as it was thrown; that doctor checks the config need not be said here. */
function failed(check: Check['check'], { message, hint }: CliError): Check {
  return problem(check, 'failed', message, hint === CORRECT_IT ? undefined : hint);
}

/** Runs checks that may fail as a whole. @throws what is not the user's to repair */
async function guarded(check: Check['check'], run: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [failed(check, error)];
  }
}

function nodeCheck({ nodeVersion }: Context): Check {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 17)
    ? ok('node', `Node.js ${nodeVersion}`)
    : problem('node', 'failed', `Node.js ${nodeVersion}; 20.17 or newer is needed`);
}

async function configurationChecks(
  ctx: Context,
  given: GlobalOptions & DoctorOptions,
): Promise<Check[]> {
  const { envFile, ...others } = given;
  const unreadable: Check[] = [];
  const known = await readEnvironment(ctx, envFile).catch((error: unknown) => {
    if (!(error instanceof CliError)) throw error;
    unreadable.push(failed('environment', error));
    return readEnvironment(ctx, undefined);
  });
  // Without an env file that cannot be read, the rest can be checked all the same.
  const options: typeof given = unreadable.length > 0 ? others : given;
  const environmentChecks = [
    ...unreadable,
    ...variableChecks(ctx, known.empty),
    ...(await publicSecrets(ctx)).map(publicCheck),
  ];
  const fileChecks = await guarded('config', async () => {
    const files = await configFiles(ctx, known, options.config);
    const found =
      files.length > 0 ? files.flatMap((file) => configChecks(file, ctx)) : [noConfig(ctx)];
    return [...folderChecks(ctx), ...found];
  });
  const broken = fileChecks.some(({ status, check }) => status === 'failed' && check === 'config');
  const profileChecks = broken
    ? []
    : await guarded('profile', async () => {
        const faults: Check[] = [];
        const onFault = (fault: CliError) => faults.push(failed('profile', fault));
        const settings = await loadSettings(ctx, { ...options, allProfiles: true, onFault });
        return [
          ...(faults.length > 0 ? faults : settingsChecks(settings)),
          ...(await secretChecks(settings)),
        ];
      });
  return [...environmentChecks, ...fileChecks, ...profileChecks];
}

const WINS = 'it wins over the profile, unless you use --profile';

const EFFECTS: ReadonlyMap<string, string> = new Map([
  ['AGORA_TOKEN_PROFILE', 'it chooses the profile, unless you use --profile'],
  ['AGORA_TOKEN_CONFIG', 'the config that it names is the only one'],
]);

function variableChecks({ env }: Context, empty: readonly EmptyVariable[]): Check[] {
  return [
    ...empty.map(({ source }) =>
      problem(
        'environment',
        'warning',
        `${source} is set but empty: it counts as not set`,
        VARIABLES.includes(source) ? `unset ${source}` : 'Give it a value, or remove its line.',
      ),
    ),
    ...VARIABLES.filter((name) => env[name]?.trim()).map((name) =>
      ok('environment', `${name} is set: ${EFFECTS.get(name) ?? WINS}`),
    ),
  ];
}

function publicCheck({ source, name, prefix }: PublicSecret): Check {
  return problem(
    'environment',
    'failed',
    `${source}: ${name} is public: builds put variables that begin with ${prefix} into what everybody downloads`,
    `Rename it without ${prefix}, use it on the server only, and replace the secret in the Agora Console.`,
  );
}

function folderChecks({ cwd }: Context): Check[] {
  if (cwd !== undefined) return [];
  return [
    problem(
      'config',
      'warning',
      'the working directory cannot be used: no config of a project was looked for',
      'Change to a folder that is there.',
    ),
  ];
}

function noConfig(ctx: Context): Check {
  const own = userPlaces(ctx, ctx.env)[0];
  return ok('config', `no config was found${own ? `; yours would be ${pathText(own)}` : ''}`);
}

function configChecks(file: ConfigFile, ctx: Context): Check[] {
  const { path, shown, scope, data } = file;
  const { mode } = exposure(path, ctx.platform);
  const { size } = data.profiles;
  const whose = scope === 'user' ? 'your config' : 'the config';
  return [
    ok(
      'config',
      `${whose} ${shown}: ${count(size, 'profile')}${ctx.platform === 'win32' ? '' : `, mode ${mode}`}`,
    ),
    ...exposureNotices(file, ctx.platform).map(({ message, hint }) =>
      problem('config', 'warning', message, hint),
    ),
  ];
}

function settingsChecks({ active, activeSource, notices, profiles }: Settings): Check[] {
  const told = notices
    // What is said of files stands with the files.
    .filter(({ about }) => about !== 'file')
    .map(({ message, hint }) => problem('profile', 'warning', message, hint));
  if (active) {
    return [ok('profile', `active: ${shownName(active.name)} (${activeSource})`), ...told];
  }
  return profiles.length > 0
    ? [
        problem(
          'profile',
          'warning',
          'no profile is active',
          'Give --profile <name>, or set defaultProfile.',
        ),
        ...told,
      ]
    : [
        problem(
          'profile',
          'failed',
          'there is no App ID and no App Certificate: nothing can be signed',
          'Run `agora-token init`, or try `--profile demo`.',
        ),
        ...told,
      ];
}

async function secretChecks({ profiles, active }: Settings): Promise<Check[]> {
  const checks: Check[] = [];
  for (const profile of profiles) {
    const inUse = profile === active;
    const secrets = secretsOf(profile);
    const name = shownName(profile.name);
    if (secrets.length === 0) {
      checks.push(
        problem(
          'secret',
          'warning',
          `${name}: no App Certificate`,
          'Tokens of this profile are decoded, not signed or verified.',
        ),
      );
    }
    if (!profile.appId && profile.appCertificate) {
      checks.push(problem('profile', 'warning', `${name}: a certificate without an App ID`));
    }
    for (const [what, secret] of secrets) {
      checks.push(
        ...(
          await guarded('secret', async () => {
            await secret.resolve();
            return [ok('secret', `${name}: ${what} (${secret.source})`)];
          })
        ).map((each) =>
          inUse || each.status === 'ok' ? each : { ...each, status: 'warning' as const },
        ),
      );
    }
  }
  return checks;
}

function secretsOf(profile: Profile): readonly (readonly [what: string, secret: Secret])[] {
  return PROJECT_SECRETS.flatMap(({ key, word }) => {
    const secret = profile[key];
    return secret ? [[word, secret] as const] : [];
  });
}

/** This program did not exist before; a clock that says so is wrong, and would sign expired tokens. */
const EARLIEST = Date.UTC(2023, 0, 1) / 1000;
const LATEST = Date.UTC(2100, 0, 1) / 1000;

function clockCheck(invocation: Invocation<DoctorOptions>): Check {
  const now = invocation.now();
  const shown = `${utcTime(now)}, here ${localTime(now, invocation.ctx.utcOffsetMinutes)}`;
  return now < EARLIEST || now > LATEST
    ? problem(
        'clock',
        'failed',
        `the clock says ${shown}`,
        'Set it: tokens carry the time at which they are signed.',
      )
    : ok('clock', `the clock says ${shown}; check it, for tokens carry the time`);
}
