import type { Declare } from './declare.js';

export const declareGenerate: Declare = (_parent, _act) => {};
