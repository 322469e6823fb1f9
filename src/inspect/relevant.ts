import type { DecodedService, DecodedToken } from '../token/model.js';
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

export function isService(service: DecodedService, expected: string): boolean {
  return (MET_BY.get(expected) ?? [expected]).includes(service.name);
}

/**
 * The services that the caller means to use: those of the expected name, and of several RTC services
 * the one for the expected channel. Where nothing fits, all of them.
 */
export function relevantServices(
  { services = [] }: DecodedToken,
  { service, channel }: Expectations,
): readonly DecodedService[] {
  const named =
    service === undefined ? services : services.filter((one) => isService(one, service));
  if (named.length === 0) return services;
  if (channel === undefined) return named;
  const other = named.filter(
    (one) => one.channel !== undefined && !matchesText(one.channel, channel),
  );
  const left = named.filter((one) => !other.includes(one));
  return left.some((one) => one.channel !== undefined) ? left : named;
}
