import { DEMO_PROJECT } from '../../core/agora/samples.js';
import type { ProfileValues } from './precedence.js';
import { fixedSecret } from './secret.js';
import type { Notice } from './types.js';

/** The name of the built-in profile; no config can redefine it. */
export const DEMO = 'demo';

const SOURCE = 'the built-in demo profile';

/** The public project, as a profile. */
export function demoProfile(): ProfileValues {
  return {
    builtIn: true,
    appId: { value: DEMO_PROJECT.appId, source: SOURCE },
    appCertificate: fixedSecret(DEMO_PROJECT.appCertificate, SOURCE, 'built-in'),
    whiteboardAccessKey: { value: DEMO_PROJECT.whiteboardAccessKey, source: SOURCE },
    whiteboardSecretKey: fixedSecret(DEMO_PROJECT.whiteboardSecretKey, SOURCE, 'built-in'),
  };
}

export const DEMO_NOTICE: Notice = {
  message: 'Agora will refuse tokens signed with the demo profile: its certificate is public',
  hint: 'Run `agora-token init` to set up your own project.',
};
