import type { ParsedToken } from '../token/model.js';
import { expiryOf } from './expiry.js';
import type { Content, Subject } from './findings/rule.js';
import { relevantServices } from './relevant.js';
import type { Expectations, InspectInput } from './types.js';

/** What the rules about content look at. */
export function contentOf({ token, text }: ParsedToken, expectations: Expectations = {}): Content {
  return {
    token,
    text,
    expectations,
    services: token.services ?? [],
    relevant: relevantServices(token, expectations),
  };
}

/** What every rule looks at. */
export function subjectOf(parsed: ParsedToken, input: InspectInput): Subject {
  const { now, expectations, expiresIn } = input;
  return {
    ...input,
    ...contentOf(parsed, expectations),
    expiry: expiryOf(parsed.token, { now, expiresIn, expectations }),
  };
}
