import fc from 'fast-check';

/** Any character but half of a surrogate pair. */
const character = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800));

/** Text of any characters. fast-check's own unit for it, `binary`, first lists all 1,112,064 of them. */
export const anyText = (length: fc.ArrayConstraints = {}) =>
  fc.string({ ...length, unit: character });
