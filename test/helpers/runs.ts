/**
 * How often a property is tried. What a run of the suite happens not to try, other runs do;
 * `AGORA_TOKEN_FUZZ=<runs>` tries more.
 */
export const runs = (count: number) => ({ numRuns: Number(process.env.AGORA_TOKEN_FUZZ ?? count) });
