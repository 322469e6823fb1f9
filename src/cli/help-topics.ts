import { EXIT_MEANINGS } from '../core/errors.js';
import { KINDS } from '../core/generate/kinds.js';
import { wrapped } from './help-layout.js';

/** A page of help that belongs to no command. */
export interface Topic {
  readonly name: string;
  /** Long lines are wrapped when it is shown. */
  readonly text: () => string;
}

/** What each variable gives, by its name. */
export const VARIABLE_MEANINGS: Readonly<Record<string, string>> = {
  AGORA_APP_ID: 'the App ID of the project',
  AGORA_APP_CERTIFICATE: 'its App Certificate, which signs and verifies tokens',
  AGORA_APP_SECONDARY_CERTIFICATE: 'its secondary certificate, which verifies too',
  AGORA_WHITEBOARD_ACCESS_KEY: 'the access key of Interactive Whiteboard',
  AGORA_WHITEBOARD_SECRET_KEY: 'its secret key, which signs and verifies whiteboard tokens',
  AGORA_TOKEN_PROFILE: 'the profile to use, like --profile',
  AGORA_TOKEN_CONFIG: 'the config file to read, like --config',
  AGORA_TOKEN_SERVE_KEY: 'the key that clients of serve must know, like --key-file',
};

/** THE table of topics. */
export const TOPICS: readonly Topic[] = [
  { name: 'environment', text: environment },
  { name: 'config', text: () => CONFIG },
  { name: 'batch', text: batch },
  { name: 'durations', text: () => DURATIONS },
  { name: 'formats', text: () => FORMATS },
  { name: 'recording', text: () => RECORDING },
  { name: 'errors', text: () => ERRORS },
  { name: 'exit-codes', text: exitCodes },
];

function exitCodes(): string {
  const rows = EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padStart(4)}  ${meaning}`);
  return `Exit codes:
${rows.join('\n')}

Where several apply, inspect exits with the first of 4, 6, 7, 5, 8. With many
tokens, the exit code is that of the first failing one.
`;
}

function environment(): string {
  const rows = Object.entries(VARIABLE_MEANINGS).map(
    ([name, meaning]) => `  ${name}\n      ${meaning}`,
  );
  return `Environment variables:
${rows.join('\n')}
  NO_COLOR, FORCE_COLOR, TERM=dumb
      whether to colour the output; --color and --no-color win
  CI
      if set, no question is asked
  VISUAL, EDITOR
      the editor that profile edit opens
  NODE_DISABLE_COMPILE_CACHE
      if set, no compiled code is kept in the user's cache

An option wins over a variable, a variable over a profile. An explicit --profile
wins over the App ID and the certificate in the environment.

--dotenv <file> reads variables from a file such as .env.local. There,
NEXT_PUBLIC_AGORA_APP_ID with NEXT_AGORA_APP_CERTIFICATE, and APP_ID with
APP_CERTIFICATE, are understood too.
`;
}

const CONFIG = `A config names profiles: an App ID, and where its App Certificate is.

  defaultProfile: dev
  profiles:
    dev:
      appId: 970CA35de60c44645bbae8a215061b33
      appCertificate: { env: AGORA_DEV_CERTIFICATE }
      secondaryCertificate: { file: ~/.secrets/agora-dev-secondary }
      whiteboard: { accessKey: …, secretKey: { env: WHITEBOARD_SK } }
      defaults: { expiresIn: 2h, channel: demo, uid: 42 }

A secret is written out, or is { env: NAME }, { file: path }, or, only in your
own config, { command: [program, argument] }.

Looked for from the working directory up to the repository's root:
  package.json (key agora-token)
  .agora-tokenrc, .agora-tokenrc.{json,yaml,yml}, the same under .config/
  agora-token.config.{json,yaml,yml}
then your own: ~/.config/agora-token/config.{yaml,yml,json}

  agora-token init             write one
  agora-token profile path     show which files are used
  agora-token doctor           check them
`;

function batch(): string {
  const keys = [...new Set(KINDS.flatMap(({ options }) => options.map(({ key }) => key)))].sort();
  return `generate <kind> --batch <file|-> signs one token per row, in order.

NDJSON: one JSON object per line.
  {"channel":"demo","uid":1,"expiresIn":"2h"}
  {"channel":"demo","account":"alice"}
A key that is not an option is an error, and so is one that occurs twice.

CSV: the first line names the columns; the names are those of the options, in
any letter case and spelling (expiresIn, expires-in, Expires In). The delimiter
is found: a comma, a semicolon, a tab, or what a line sep= in front says. Other
columns are carried along and not signed; a column whose name is nearly that of
an option is an error, or a warning if the list has a column for that option.
  channel,uid,role,email
  demo,1,publisher,ann@example.com

Options on the command line apply to every row that leaves them out. Columns,
as far as the kind has them:
${wrapped(`  ${keys.join(', ')}`, 78, 2)}

Output is one JSON document per row, with the number of the row and of its line
in the file. A bad row is answered in its place with "ok":false, and the rest
goes on. --output csv prints the columns of a CSV and, after them, token,
expiresAt and error. --output token prints one token per line and nothing else;
what is wrong with a row is then said on stderr, with its line. At the end,
stderr says how many were signed and how many were not.
`;
}

const DURATIONS = `A duration is how long from now (or from --issued-at):

  90s         90 seconds
  15m, 15min  15 minutes
  1h30m       one hour and a half
  24h         24 hours
  7d          7 days
  1w          one week
  3600        a number alone is seconds

Words work in quotes: "2 hours", "1 day". A Unix time is refused: to end at a
certain time, use --expires-at <time>.

Agora accepts tokens for at most 24 hours after their issue time, however long
they were made for. Whiteboard tokens have no such limit.
`;

const FORMATS = `Formats that decode and inspect read:

  007          AccessToken2, what Agora's libraries sign today
  006          AccessToken: only checksums of the channel and the uid are in it
  005 004 003  dynamic keys, obsolete; older ones have no prefix
  1:…          Signaling tokens of the first generation
  NETLESSSDK_, NETLESSROOM_, NETLESSTASK_
               Interactive Whiteboard tokens

generate signs 007, 006 (--token-version 006, for rtc and rtm) and whiteboard
tokens. 007 needs native RTC SDKs from 3.5.2, Flutter from 4.2.0, Web from 4.8.0
and Signaling from 1.5.0 (Web 1.4.6).
`;

const RECORDING = `Cloud recording joins the channel as a client of its own:

  agora-token generate rtc --channel demo --uid 527841 --expires-in 24h

- Give the recorder a uid that nobody else in the channel uses: a token with
  the uid of a participant removes one of the two.
- The uid in the token is the uid in the request, and it is a number: string
  user accounts are not supported.
- A recording cannot renew its token. Sign it for longer than the session lasts;
  Agora ends it after 24 hours.

  agora-token inspect "$TOKEN" --channel demo --uid 527841 --expires-in 3h
`;

const ERRORS = `agora-token explain says what an error means, and which check finds its cause:

  agora-token explain 110
  agora-token explain "CAN_NOT_GET_GATEWAY_SERVER: invalid token"
  agora-token inspect "$TOKEN" --channel demo --uid 42 --error 110

The same number means different things in RTC, Signaling, Chat and the others:
109 and 110 are an expired and an invalid token for RTC, and something else for
Chat. Without an argument, explain lists every error it knows.
`;
