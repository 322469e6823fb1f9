import { PROJECTS } from '../core/agora/projects.js';
import { type NamedSecret, redacted } from '../core/paste/redact.js';
import type { TokenRuntime } from '../core/token/runtime.js';
import { textGiven } from './given.js';
import { assertSecrets, type ProjectSecrets } from './secrets.js';

/** `redact` on any platform, and what it throws. */
export function redactWith(
  text: string,
  secrets: ProjectSecrets | readonly ProjectSecrets[],
  runtime: TokenRuntime,
): string {
  const all = [secrets].flat() as readonly ProjectSecrets[];
  return redacted(textGiven(text, 'the text'), all.flatMap(namedSecrets), runtime);
}

function namedSecrets(secrets: ProjectSecrets): NamedSecret[] {
  assertSecrets(secrets);
  return PROJECTS.flatMap((project) => {
    const owner = secrets.profile ?? secrets[project.id.key];
    return project.secrets.flatMap(({ key, word }): NamedSecret[] => {
      const value = secrets[key];
      const name = owner === undefined ? word : `${word} of ${owner}`;
      return value === undefined ? [] : [{ value, name }];
    });
  });
}
