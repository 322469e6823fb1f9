import type { Declare } from './declare.js';

export const declareRenew: Declare = (_parent, _act) => {};
