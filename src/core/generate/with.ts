import { SERVICES, type ServiceName } from '../agora/services.js';
import { UsageError } from '../errors.js';
import { didYouMean } from '../text/nearest.js';
import { quoted } from '../text/safe-text.js';

/** A service that joins another in one token: `rtm`, `rtm=alice`. */
export interface Joined {
  readonly service: ServiceName;
  readonly id?: string;
}

const NAMES = SERVICES.map(({ name }) => name);

/**
 * Reads the values of `--with`.
 * @param name how they were given, for messages
 * @throws UsageError for an unknown service, or one that is given twice
 */
export function readJoined(texts: readonly string[], name: string): Joined[] {
  const joined = texts.map((text) => readOne(text, name));
  joined.forEach((entry, index) => {
    const same = joined.findIndex(
      ({ service, id }) => service === entry.service && (id === entry.id || service !== 'rtc'),
    );
    if (same < index) {
      throw new UsageError(
        `${name} names ${entry.service} twice`,
        'A second service of the same kind would be ambiguous; sign two tokens instead.',
      );
    }
  });
  return joined;
}

function readOne(text: string, name: string): Joined {
  const [word = '', ...rest] = text.split('=');
  const service = NAMES.find((known) => known === word.trim().toLowerCase());
  if (!service) {
    throw new UsageError(
      `${name}: no service is called ${quoted(word)}`,
      didYouMean(word, NAMES, `The services are ${NAMES.join(', ')}.`),
    );
  }
  if (rest.length === 0) return { service };
  const id = rest.join('=');
  if (id === '') {
    throw new UsageError(
      `${name} ${service}= has an empty id`,
      `Leave the = out to use the token's own user, or write ${service}=alice.`,
    );
  }
  return { service, id };
}
