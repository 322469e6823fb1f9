import { serviceTitle } from '../../agora/titles.js';
import type { Finding } from '../../finding.js';
import { listed } from '../../text/count.js';
import type { DecodedService, DecodedToken } from '../../token/model.js';
import { relevantServices } from '../relevant.js';
import type { Expectations, Expiry, InspectInput } from '../types.js';

/** What stands in a token, and what is expected of it. */
export interface Content {
  readonly token: DecodedToken;
  /** The token's text after every repair. */
  readonly text: string;
  readonly expectations: Expectations;
  /** All services of the token. */
  readonly services: readonly DecodedService[];
  /** The services that the caller means to use. */
  readonly relevant: readonly DecodedService[];
}

/** Everything a rule may look at. */
export interface Subject extends Content, Omit<InspectInput, 'expectations'> {
  readonly expiry: Expiry;
}

/** Looks at one thing, and tells what it finds: usually nothing. */
export type Rule<S = Subject> = (subject: S) => Iterable<Finding>;

/**
 * The services that have something: of those that are meant, or where none of these has it, of the
 * others, for the channel of a token that is used for RTM is that of the RTC service beside it.
 */
export function servicesWith(
  { token, relevant, expectations }: Content,
  has: (service: DecodedService) => boolean,
): readonly DecodedService[] {
  const meant = relevant.filter(has);
  if (meant.length > 0) return meant;
  const { service: _service, ...others } = expectations;
  return relevantServices(token, others).filter(has);
}

/** `RTC`, `RTC and RTM`, `RTC, RTM and Chat`; each once. */
export function serviceTitles(services: readonly DecodedService[]): string {
  return listed([...new Set(services.map(({ name }) => serviceTitle(name)))]);
}

const KINDS: Readonly<Record<string, string>> = {
  '005': 'a 005 token',
  '004': 'a 004 token',
  '003': 'a 003 token',
  'dynamic-key-2': 'a Dynamic Key 2',
  'dynamic-key-1': 'a Dynamic Key 1',
  signaling: 'a Signaling token',
  'whiteboard-sdk': 'a whiteboard SDK token',
  'whiteboard-room': 'a whiteboard room token',
  'whiteboard-task': 'a whiteboard task token',
};

/** What the token is, in words: `a token for RTC and RTM`, `a whiteboard room token`. */
export function kindOf({ token, services }: Pick<Subject, 'token' | 'services'>): string {
  const kind = KINDS[token.format];
  if (kind) return kind;
  return services.length > 0 ? `a token for ${serviceTitles(services)}` : 'a token for no service';
}
