import { batch, computed, effect, type Signal, signal } from '@preact/signals-core';
import { TokenError } from '../core/errors.js';
import type { Key } from '../core/generate/options.js';
import type { SignatureResult } from '../core/inspect/types.js';
import { type Join, questionFrom } from '../core/paste/join.js';
import type { Expectation, Question } from './expect.js';
import { type Contents, contentsOf, type Judged, judge } from './judge.js';

/** What is on the page. Nothing of it is kept, apart from the two settings. */

/** What was pasted, typed or dropped. */
export const text = signal('');

/** The name of the file that the text came from, where it is not shown in the input. */
export const file = signal<string | undefined>(undefined);

/** Why what was dropped is not shown, or not all of it. */
export const notTaken = signal('');

/** The text is an example, whose project of Agora's samples is no surprise. */
export const demo = signal(false);

/** Which of the tokens in the text is shown. */
export const chosen = signal(0);

export const expected: Readonly<Record<Expectation, Signal<string>>> = {
  channel: signal(''),
  user: signal(''),
  appId: signal(''),
  service: signal(''),
  role: signal(''),
  error: signal(''),
};

/** The App Certificate or whiteboard secret key, as long as the page is open. */
export const secret = signal('');

/** Unix seconds. */
export const now = signal(Math.floor(Date.now() / 1000));

/** What a server says of a signature, and what it was asked. */
export interface Answer {
  readonly asked: string;
  readonly signature: SignatureResult;
  /** Whether the token is of the server's project. */
  readonly ownProject: boolean;
}

export const answer = signal<Answer | undefined>(undefined);

/** What a server is asked about the signature of a token, as it is sent: the error has no part in it. */
export const questionText = (token: string, { error, ...texts }: Question['texts']): string =>
  JSON.stringify({ ...texts, token });

/** The tokens of the text, or why it has none. */
export const contents = computed<Contents | undefined>(() =>
  text.value.trim() === '' ? undefined : contentsOf(text.value),
);

/** The token that is shown, or why there is none. */
const shown = computed(() => {
  const all = contents.value;
  return all instanceof TokenError ? all : all && (all[chosen.value] ?? all[0]);
});

/** Where what is expected comes from, when it was not typed. */
export const origin = signal('');

/** What a join in the text put into the fields. */
let filled: Readonly<Partial<Record<Expectation, string>>> = {};

/**
 * A join in the text says what the client joined with, and what it was answered. With another token
 * what the last join said is gone, but not what was typed instead.
 */
function fillFromJoin(): void {
  const found = shown.peek();
  const join = found instanceof TokenError ? undefined : found?.source.join;
  batch(() => {
    for (const [field, value] of entriesOf(filled)) {
      if (expected[field].peek() === value) expected[field].value = '';
    }
    filled = join ? filledBy(join) : {};
    for (const [field, value] of entriesOf(filled)) expected[field].value = value;
    origin.value = join ? 'from the join in the text' : '';
  });
}

function filledBy(join: Join): Partial<Record<Expectation, string>> {
  const { uid, account, error, channel, appId } = questionFrom(join);
  const wanted = { channel, user: uid ?? account, appId, error };
  return Object.fromEntries(entriesOf(wanted).filter(([, value]) => value));
}

const entriesOf = (fields: Readonly<Partial<Record<Expectation, string | undefined>>>) =>
  Object.entries(fields) as [Expectation, string][];

effect(() => {
  shown.value;
  fillFromJoin();
});

export const judged = computed<Judged | undefined>(() => {
  const found = shown.value;
  if (!found) return undefined;
  return judge(found, {
    now: now.value,
    secret: secret.value.trim(),
    demo: demo.value,
    answered: (token, texts) => {
      const { value } = answer;
      return value?.asked === questionText(token, texts) ? value.signature : undefined;
    },
    expected: Object.fromEntries(
      Object.entries(expected).map(([key, { value }]) => [key, value]),
    ) as Record<Expectation, string>,
  });
});

export type View = 'inspect' | 'build';
export const view = signal<View>('inspect');

/** What is to be signed. */
export const build = {
  kind: signal('rtc'),
  /** The App ID, or the whiteboard access key. */
  id: signal(''),
  /** The options, by key: `true` is a switch, a list has a line for each. */
  inputs: signal<Readonly<Partial<Record<Key, string>>>>({}),
};

/** The text as it is typed: what was asked of it stays. */
export function edit(given: string): void {
  batch(() => {
    chosen.value = 0;
    demo.value = false;
    file.value = undefined;
    notTaken.value = '';
    text.value = given;
  });
}

/** Shows another text, and forgets what was asked of the last one. */
export function show(given: string, name?: string): void {
  batch(() => {
    for (const value of Object.values(expected)) value.value = '';
    chosen.value = 0;
    demo.value = false;
    file.value = name;
    notTaken.value = '';
    text.value = given;
    view.value = 'inspect';
  });
  // Showing the same text again changes no signal.
  fillFromJoin();
}

export function clear(): void {
  batch(() => {
    show('');
    secret.value = '';
  });
}

export const ZONES = ['UTC', 'local', 'Unix'] as const;
export const THEMES = ['auto', 'light', 'dark'] as const;

export const zone = setting('agora-token-zone', ZONES);
export const theme = setting('agora-token-theme', THEMES);

/** A setting of the page, which the browser keeps where it may. */
function setting<T extends string>(key: string, choices: readonly [T, ...T[]]) {
  const kept = signal<T>(choices.find((choice) => choice === stored(key)) ?? choices[0]);
  effect(() => {
    try {
      localStorage.setItem(key, kept.value);
    } catch {
      // Storage is off: the setting lasts as long as the page.
    }
  });
  return kept;
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});

/** A second costs at most a twentieth of itself: a token of a megabyte is judged less often. */
const SHARE = 20;

/** Keeps `now` at the time, while anybody looks. */
export function startClock(): void {
  const tick = () => {
    const started = performance.now();
    if (!document.hidden) now.value = Math.floor(Date.now() / 1000);
    const cost = performance.now() - started;
    setTimeout(tick, Math.max(1000 - (Date.now() % 1000), cost * SHARE));
  };
  tick();
}
