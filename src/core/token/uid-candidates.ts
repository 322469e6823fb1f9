import { UINT32_MAX } from '../text/parse-values.js';
import { crc32Continued } from './crc32.js';

/**
 * Every uid whose decimal text has this CRC-32, in ascending order.
 *
 * A 006 token has no more of its uid. CRC-32 is linear: the checksum of a text is that of its beginning,
 * carried over as many bytes as follow, combined with that of its end. So two tables of 10^5 numbers
 * answer for all 4 * 10^9 uids at once.
 */
export function uidCandidates(crc: number): readonly number[] {
  if (latest?.crc === crc) return latest.found;
  tables ??= buildTables();
  const { short, beginnings, find } = tables;
  const found: number[] = [];
  for (let uid = 0; uid < HALF; uid++) if (short[uid] === crc) found.push(uid);
  const wanted = ~crc;
  for (let beginning = 1; beginning < HALF; beginning++) {
    const end = find((beginnings[beginning] as number) ^ wanted);
    if (end < 0) continue;
    const uid = beginning * HALF + end;
    if (uid <= UINT32_MAX) found.push(uid);
  }
  latest = { crc, found: Object.freeze(found) };
  return latest.found;
}

/** A token is asked about several times, and tokens of one user follow each other. */
let latest: { readonly crc: number; readonly found: readonly number[] } | undefined;

/** Ends are the last five digits, beginnings what is before them. */
const DIGITS = 5;
const HALF = 10 ** DIGITS;

interface Tables {
  /** The CRC-32 of each number of up to five digits. */
  readonly short: Uint32Array;
  /** The state after a beginning and five bytes of 0. */
  readonly beginnings: Int32Array;
  /** The end that takes a state of 0 to this one, of which there is at most one; -1: none. */
  readonly find: (state: number) => number;
}

/** Built for the first 006 token whose uid is asked for. */
let tables: Tables | undefined;

function buildTables(): Tables {
  const short = new Uint32Array(HALF);
  const beginnings = new Int32Array(HALF);
  const buckets = new Int32Array(SLOTS).fill(-1);
  const states = new Int32Array(HALF);
  const after = new Int32Array(HALF).fill(-1);
  const zeros = '\0'.repeat(DIGITS);
  for (let number = 0; number < HALF; number++) {
    const text = String(number);
    const state = crc32Continued(-1, text);
    short[number] = ~state;
    beginnings[number] = crc32Continued(state, zeros);
    const end = crc32Continued(0, text.padStart(DIGITS, '0'));
    states[number] = end;
    const slot = slotOf(end);
    after[number] = buckets[slot] as number;
    buckets[slot] = number;
  }
  const find = (state: number) => {
    let at = buckets[slotOf(state)] as number;
    while (at >= 0 && states[at] !== state) at = after[at] as number;
    return at;
  };
  return { short, beginnings, find };
}

const SLOTS = 2 ** 18;

const slotOf = (state: number) => (state ^ (state >>> 14)) & (SLOTS - 1);
