/** Random numbers that were drawn and not given out: drawing one by one is what costs. */
let drawn = new Uint32Array(0);
let given = 0;

/** A cryptographically random integer, 0 … 2^32-1, on every runtime. */
export function randomUint32(): number {
  if (given === drawn.length) {
    drawn = crypto.getRandomValues(new Uint32Array(64));
    given = 0;
  }
  return drawn[given++] as number;
}
