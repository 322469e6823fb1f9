import type { Declare } from './declare.js';

export const declareDiff: Declare = (_parent, _act) => {};
