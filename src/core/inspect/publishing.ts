import type { DecodedPrivilege, DecodedService } from '../token/model.js';

/** Whether a privilege of RTC is one to publish something. */
export const isPublishing = ({ name }: DecodedPrivilege) => name.startsWith('publish-');

/** Whether an RTC service allows to publish anything: that makes a publisher of a subscriber. */
export const publishes = ({ privileges }: DecodedService) => privileges.some(isPublishing);
