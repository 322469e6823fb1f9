import type { Declare } from './declare.js';

export const declareConfig: Declare = (_parent, _act) => {};
