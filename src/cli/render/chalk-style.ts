import { Chalk } from 'chalk';
import type { ColourLevel, Style } from './style.js';

/** chalk with a fixed level: by itself it looks at neither NO_COLOR nor the stream written to. */
export function chalkStyle(level: ColourLevel): Style {
  const chalk = new Chalk({ level });
  return {
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    info: (text) => chalk.cyan(text),
    strong: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
  };
}
