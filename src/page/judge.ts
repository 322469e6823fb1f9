import { hex32Error, hex32Problem } from '../core/agora/hex32.js';
import { orTokenError, TokenError } from '../core/errors.js';
import { isWhiteboard } from '../core/inspect/formats.js';
import { inspectParsed } from '../core/inspect/inspect.js';
import { candidatesOf, checkNow, signatureCheck } from '../core/inspect/signature-check.js';
import type { Inspection, SignatureResult } from '../core/inspect/types.js';
import { type Found, readPaste, type Source } from '../core/paste/find.js';
import { noToken } from '../core/paste/unreadable.js';
import { browserRuntime } from '../core/token/browser-runtime.js';
import { decodeText, MAX_TEXT_LENGTH } from '../core/token/decode.js';
import type { ParsedToken } from '../core/token/model.js';
import { errorText } from './error-text.js';
import { type Expectation, type Question, questionOf } from './expect.js';

/** What the page says of a token. */
export type Judged = {
  readonly now: number;
  readonly question: Question;
} & (
  | { readonly error: TokenError; readonly parsed?: undefined; readonly inspection?: undefined }
  | {
      readonly error?: undefined;
      readonly parsed: ParsedToken;
      /** Where it was found, in a longer text. */
      readonly source?: Source;
      readonly inspection: Inspection;
      /** What is wrong with the certificate, which is not shown. */
      readonly secretProblem?: string;
    }
);

export interface Input {
  /** Unix seconds. */
  readonly now: number;
  /** Empty: the signature stays unchecked. */
  readonly secret: string;
  /** The token is an example of the demo project. */
  readonly demo: boolean;
  readonly expected: Readonly<Record<Expectation, string>>;
  /** What somebody who has the certificate says of the signature, where it was asked. */
  readonly answered?: (token: string, texts: Question['texts']) => SignatureResult | undefined;
}

/** The tokens of a text, or why it has none. */
export type Contents = readonly [Found, ...Found[]] | TokenError;

/** Reading takes longest, and the text stays the same from second to second. */
export function contentsOf(text: string): Contents {
  const { tokens, misses } = readPaste(text, browserRuntime);
  const [first, ...others] = tokens;
  return first ? [first, ...others] : noToken(text, wholeProblem(text), misses, browserRuntime);
}

function wholeProblem(text: string): TokenError | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  const read = orTokenError(() => decodeText(text, browserRuntime));
  return read instanceof TokenError ? read : undefined;
}

export function judge(found: Found | TokenError, input: Input): Judged {
  const { now, secret, demo, expected } = input;
  if (found instanceof TokenError) {
    return { now, question: questionOf(expected, undefined), error: found };
  }
  const { parsed, source } = found;
  const question = questionOf(expected, parsed.token);
  const answered = secret === '' && input.answered?.(parsed.text, question.texts);
  const { signature, problem }: Checked = answered
    ? { signature: answered }
    : checkSignature(parsed, question, secret);
  const inspection = inspectParsed(parsed, {
    now,
    signature,
    demo,
    expectations: question.expectations,
    ...(question.error && { error: question.error }),
  });
  return {
    now,
    question,
    parsed,
    inspection,
    ...(parsed.findings.some(({ code }) => code === 'found-in-text') && { source }),
    ...(problem && { secretProblem: problem }),
  };
}

interface Checked {
  readonly signature: SignatureResult;
  readonly problem?: string;
}

function checkSignature(parsed: ParsedToken, { expectations }: Question, secret: string): Checked {
  const { token } = parsed;
  const whiteboard = isWhiteboard(token);
  if (secret === '') {
    const noun = whiteboard ? 'whiteboard secret key' : 'App Certificate';
    return {
      signature: {
        status: 'unchecked',
        reason: `no ${noun} was given`,
        hint: `Type the ${noun} of the project into the field of the signature; it stays on this page.`,
      },
    };
  }
  const problem = whiteboard ? undefined : hex32Problem(secret);
  if (problem !== undefined) {
    return {
      signature: { status: 'unchecked', reason: 'what was given is not an App Certificate' },
      problem: errorText(hex32Error('App Certificate', 'this field', problem)),
    };
  }
  const { appId, accessKey } = token;
  // The certificate is that of the token's own project, or the signature does not match.
  const project = whiteboard
    ? { whiteboardAccessKey: asText(accessKey), whiteboardSecretKey: secret }
    : { appId: asText(appId), appCertificate: secret };
  const candidates = candidatesOf(token, [{ profile: 'this page', ...project }]);
  const signature = checkNow(signatureCheck(parsed, expectations, candidates, browserRuntime));
  const isAppId = secret.toLowerCase() === asText(appId)?.toLowerCase();
  return isAppId ? { signature, problem: IS_APP_ID } : { signature };
}

const IS_APP_ID = 'This is the App ID; the App Certificate is another value in the Console.';

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined);
