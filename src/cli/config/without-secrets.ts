import type { Context } from '../context.js';

const SECRET_VARIABLE = /^(?:NEXT_)?(?:AGORA|APP)_\w*(?:CERTIFICATE|SECRET)/i;

/** An environment for programs that are started, which have no use for our secrets. */
export function withoutSecrets(env: Context['env']): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET_VARIABLE.test(name)));
}
