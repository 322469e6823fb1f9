import { CliError } from '../core/errors.js';
import {
  type ExpectationTexts,
  expectationsOf,
  expectedWith,
} from '../core/inspect/expectations.js';
import { seenError } from '../core/inspect/find-error.js';
import { isWhiteboard } from '../core/inspect/formats.js';
import type { Expectations, SeenError } from '../core/inspect/types.js';
import { UINT32_MAX } from '../core/text/parse-values.js';
import type { DecodedService, DecodedToken } from '../core/token/model.js';
import { errorText } from './error-text.js';

/** What the form asks for. A person thinks of one channel and one user, whatever the product calls them. */
export type Expectation = 'channel' | 'user' | 'appId' | 'service' | 'role' | 'error';

export interface Question {
  readonly expectations: Expectations;
  readonly error?: SeenError;
  /** The same as `inspect` takes it. */
  readonly texts: ExpectationTexts & { readonly error?: string };
  /** What is wrong with a field; it is left out of the question. */
  readonly problems: Readonly<Partial<Record<Expectation, string>>>;
}

/** What the form asks of this token; undefined: of a text that is none. */
export function questionOf(
  form: Readonly<Record<Expectation, string>>,
  token: DecodedToken | undefined,
): Question {
  const names = namesFor(token);
  const problems: Partial<Record<Expectation, string>> = {};
  let texts: ExpectationTexts = {};
  let expectations: Expectations = {};
  for (const [field, value] of Object.entries(form) as [Expectation, string][]) {
    if (value === '' || field === 'error') continue;
    const key = keyOf(field, value, names);
    try {
      expectations = { ...expectations, ...expectationsOf({ [key]: value }, () => 'this field') };
      texts = { ...texts, [key]: value };
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      problems[field] = errorText(error);
    }
  }
  const seen = form.error.trim();
  if (seen === '') return { expectations, texts, problems };
  const error = seenError(seen);
  return {
    expectations: expectedWith(error, expectations),
    error,
    texts: { ...texts, error: seen },
    problems,
  };
}

/** Which expectation a field is about. */
function keyOf(
  field: Exclude<Expectation, 'error'>,
  value: string,
  names: ReturnType<typeof namesFor>,
) {
  if (field === 'channel') return names.channel;
  return field === 'user' ? names.user(value) : field;
}

/** What the channel and the user are called for this token. */
export function namesFor(token: DecodedToken | undefined): {
  readonly channel: 'channel' | 'room' | 'uuid';
  readonly channelLabel: string;
  readonly userLabel: string;
  readonly user: (value: string) => 'uid' | 'account' | 'userId';
} {
  const services = token?.services ?? [];
  const joins = services.some(
    ({ channel, uid, account, channelCrc32, name }) =>
      (channel ?? uid ?? account) !== undefined || (channelCrc32 !== undefined && name !== 'rtm'),
  );
  const logsIn = services.some(
    ({ name, userId, userUuid }) => (userId ?? userUuid) !== undefined || name === 'rtm',
  );
  const classroom = services.some(({ roomUuid }) => roomUuid !== undefined && roomUuid !== '');
  const whiteboard = token !== undefined && isWhiteboard(token);
  const channel = channelName(whiteboard, classroom && !joins);
  const userId = !joins && logsIn;
  return {
    channel,
    channelLabel: { channel: 'Channel', room: 'Room', uuid: 'Room or task UUID' }[channel],
    userLabel: userId ? 'User ID' : 'Uid or account',
    user: (value) => {
      if (userId) return 'userId';
      return isUid(value.trim(), services) ? 'uid' : 'account';
    },
  };
}

function channelName(whiteboard: boolean, classroom: boolean) {
  if (whiteboard) return 'uuid';
  return classroom ? 'room' : 'channel';
}

/** Digits are an account where no uid is written so: a larger number, or zeros in front as the token has. */
const isUid = (value: string, services: readonly DecodedService[]) =>
  /^-?\d+$/.test(value) &&
  Math.abs(Number(value)) <= UINT32_MAX &&
  !(/^0./.test(value) && services.some(({ uid, account }) => (uid ?? account) === value));
