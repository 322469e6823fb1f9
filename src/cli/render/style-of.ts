import type { Environment, OutputStream } from '../context.js';
import { type ColourLevel, PLAIN, type Style } from './style.js';

/**
 * The style of one stream. chalk is loaded only where there is colour.
 * @param choice `--color` (true), `--no-color` (false) or neither
 */
export async function styleOf(
  stream: OutputStream,
  env: Environment,
  choice: boolean | undefined,
): Promise<Style> {
  const level = colourLevel(stream, env, choice);
  if (level === 0) return PLAIN;
  const { chalkStyle } = await import('./chalk-style.js');
  return chalkStyle(level);
}

/**
 * Whether to colour a stream, and how richly. A flag wins, then NO_COLOR (https://no-color.org),
 * then FORCE_COLOR, then what the stream is.
 */
export function colourLevel(
  stream: OutputStream,
  env: Environment,
  choice: boolean | undefined,
): ColourLevel {
  if (choice === false) return 0;
  if (choice === true) return Math.max(1, depth(stream, env)) as ColourLevel;
  if (env.NO_COLOR) return 0;
  const forced = forcedLevel(env.FORCE_COLOR);
  if (forced !== undefined) return forced;
  if (!stream.isTTY || env.TERM === 'dumb') return 0;
  return depth(stream, env);
}

/** FORCE_COLOR as Node.js and chalk read it: 0 or false off, 1 … 3 a level, else on. */
function forcedLevel(value: string | undefined): ColourLevel | undefined {
  if (value === undefined) return undefined;
  if (value === '0' || value === 'false') return 0;
  if (value === '2') return 2;
  if (value === '3') return 3;
  return 1;
}

function depth(stream: OutputStream, env: Environment): ColourLevel {
  const { NO_COLOR, ...others } = env;
  // Node.js takes an empty NO_COLOR for a wish too: a set one has been heard before this.
  const bits = stream.getColorDepth?.(others) ?? 4;
  if (bits >= 24) return 3;
  if (bits >= 8) return 2;
  return bits > 1 ? 1 : 0;
}
