export type RtcRole = 'publisher' | 'subscriber';

/** Agora's words for the two RTC roles. */
export const RTC_ROLES: Readonly<Record<string, RtcRole>> = {
  publisher: 'publisher',
  subscriber: 'subscriber',
  host: 'publisher',
  broadcaster: 'publisher',
  audience: 'subscriber',
};
