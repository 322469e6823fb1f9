import { DEMO_PROJECT } from '../core/agora/samples.js';
import { KINDS, type Kind } from '../core/generate/kinds.js';
import { likeness } from '../core/generate/like.js';
import type { GenerateOption, Key, NameOf } from '../core/generate/options.js';
import type { Input } from '../core/generate/read.js';
import type { SignedJson } from '../core/json/generate-json.js';
import { browserPlatform } from '../library/browser-platform.js';
import { signInputs } from '../library/sign.js';
import type { Judged } from './judge.js';
import { build, secret, view } from './state.js';

/** How the options of `generate` are asked for and read on the page. */

/** `User ID`, `Expires in`: the option in words. */
export const labelOf: NameOf = ({ key }) => {
  const words = key.replace(/[A-Z]/g, ' $&').toLowerCase();
  const named = words.replace(/\b(id|uuid|rtm)\b/g, (word) => word.toUpperCase());
  return named.charAt(0).toUpperCase() + named.slice(1);
};

/** What an option is given with. */
export function controlOf({ flags, choices, repeatable }: GenerateOption) {
  if (repeatable) return 'list';
  if (choices) return 'choice';
  return /[<[]/.test(flags) ? 'text' : 'switch';
}

export const isWhiteboardKind = ({ signs }: Kind) => signs.as !== 'services';

/** What the form holds of the options of a kind, as the command line would give it. */
export function inputsOf(
  kind: Kind,
  texts: Readonly<Partial<Record<Key, string>>>,
): Partial<Record<Key, Input>> {
  const inputs: Partial<Record<Key, Input>> = {};
  for (const option of kind.options) {
    const text = texts[option.key];
    if (text === undefined || text === '') continue;
    inputs[option.key] = inputOf(option, text);
  }
  return inputs;
}

function inputOf(option: GenerateOption, text: string): Input {
  const control = controlOf(option);
  if (control === 'switch') return true;
  return control === 'list' ? text.split('\n').filter(Boolean) : text;
}

/** What is asked for, as `signToken` takes it. */
export const specOf = (kind: Kind) => ({
  kind: kind.name,
  ...inputsOf(kind, build.inputs.value),
});

/** @throws CliError naming the field that cannot be used */
export function signed(kind: Kind): SignedJson {
  const id = build.id.value.trim();
  const key = secret.value.trim();
  const project = isWhiteboardKind(kind)
    ? { whiteboardAccessKey: id, whiteboardSecretKey: key }
    : { appId: id, appCertificate: key };
  return signInputs(kind, inputsOf(kind, build.inputs.value), project, browserPlatform, labelOf);
}

/** Fills the form for a token like the one that was inspected, for whom it was expected to be. */
export function buildLike({ parsed, question }: Judged & { readonly error?: undefined }): void {
  const { channel, uid, account, userId } = question.texts;
  const wanted = { channel, uid, account, userId };
  const claims = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value));
  const { kind, inputs } = likeness(parsed.token, claims);
  const all: Partial<Record<Key, Input>> = { ...inputs };
  if (uid !== undefined) delete all.account;
  if (account !== undefined) delete all.uid;
  for (const { key } of kind.options) {
    const value = claims[key];
    if (value !== undefined) all[key] = value;
  }
  build.kind.value = kind.name;
  build.inputs.value = Object.fromEntries(
    Object.entries(all).map(([key, input]) => [
      key,
      typeof input === 'object' ? input.join('\n') : String(input),
    ]),
  );
  const { appId, accessKey } = parsed.token;
  const id = accessKey ?? appId;
  build.id.value = typeof id === 'string' ? id : '';
  view.value = 'build';
}

/** The public project, whose tokens Agora refuses. */
export function useDemo(kind: Kind): void {
  const whiteboard = isWhiteboardKind(kind);
  build.id.value = whiteboard ? DEMO_PROJECT.whiteboardAccessKey : DEMO_PROJECT.appId;
  secret.value = whiteboard ? DEMO_PROJECT.whiteboardSecretKey : DEMO_PROJECT.appCertificate;
}

export const kindNamed = (name: string) =>
  KINDS.find((kind) => kind.name === name) ?? (KINDS[0] as Kind);
