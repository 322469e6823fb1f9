import { serviceByName } from '../agora/services.js';
import type { DecodedService, DecodedToken, TokenText } from '../token/model.js';
import { matchesText } from './match.js';
import type { Expectations } from './types.js';

/**
 * Service names that an expected service is met by: RTM2 logs in as RTM does, and the media channel
 * of the older keys is what RTC was called then.
 */
const MET_BY: ReadonlyMap<string, readonly string[]> = new Map([
  ['rtm', ['rtm', 'rtm2']],
  ['rtc', ['rtc', 'media-channel']],
]);

/** Other names that an expected service goes by. */
export const SERVICE_ALIASES: ReadonlyMap<string, string> = new Map([
  ['education', 'apaas'],
  ['signaling', 'rtm'],
]);

/** Whether a service meets an expectation of this name. */
export function isService(service: DecodedService, expected: string): boolean {
  return (MET_BY.get(expected) ?? [expected]).includes(service.name);
}

/**
 * The services that the caller means to use: those of the expected name, and of several the one for
 * the expected channel and user. Where nothing fits, all of them.
 */
export function relevantServices(
  { services = [] }: DecodedToken,
  { service, channel, uid, account }: Expectations,
): readonly DecodedService[] {
  const named =
    service === undefined || isMark(service)
      ? services
      : services.filter((one) => isService(one, service));
  const forChannel = servicesFor(named.length > 0 ? named : services, channelOf, channel);
  return servicesFor(forChannel, userOf, uid ?? account);
}

/**
 * Holds neither a name nor a privilege: it marks what the services beside it are used for, as ConvoAI
 * and STT do, so that these are meant by its name.
 */
function isMark(service: string): boolean {
  const row = serviceByName(service);
  return row !== undefined && row.fields.length === 0 && row.privileges.length === 0;
}

const channelOf = ({ channel }: DecodedService) => channel;
const userOf = ({ uid, account }: DecodedService) => uid ?? account;

/** Without those for something else, unless only such have the field at all. */
function servicesFor(
  services: readonly DecodedService[],
  read: (service: DecodedService) => TokenText | undefined,
  expected: string | undefined,
): readonly DecodedService[] {
  if (expected === undefined) return services;
  const left = services.filter((one) => {
    const text = read(one);
    return text === undefined || matchesText(text, expected);
  });
  return left.some((one) => read(one) !== undefined) ? left : services;
}
