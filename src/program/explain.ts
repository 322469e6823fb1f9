import type { Declare } from './declare.js';

export const declareExplain: Declare = (_parent, _act) => {};
