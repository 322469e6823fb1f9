import type { Declare } from './declare.js';

export const declareInspect: Declare = (_parent, _act) => {};
