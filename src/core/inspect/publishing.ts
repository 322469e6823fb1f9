import type { RtcRole } from '../agora/rtc-roles.js';
import type { DecodedPrivilege, DecodedService } from '../token/model.js';

/** Whether a privilege of RTC is one to publish something: audio, video or data. */
export const isPublishing = ({ name }: DecodedPrivilege) => name.startsWith('publish-');

/** Whether a privilege makes a publisher of a subscriber; publishing data alone does not. */
export const publishesMedia = ({ name }: DecodedPrivilege) =>
  name === 'publish-audio' || name === 'publish-video';

/** The role that an RTC service gives its user; undefined for every other service. */
export function rtcRole(
  { name, privileges }: DecodedService,
  counts: (privilege: DecodedPrivilege) => boolean = () => true,
): RtcRole | undefined {
  if (name !== 'rtc') return undefined;
  return privileges.some((privilege) => publishesMedia(privilege) && counts(privilege))
    ? 'publisher'
    : 'subscriber';
}
