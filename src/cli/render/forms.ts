/** How a new token leaves: the values of `--output`. */
export const OUTPUTS = ['token', 'json', 'dotenv', 'shell', 'github'] as const;

export type OutputForm = (typeof OUTPUTS)[number];
