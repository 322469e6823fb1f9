import { SAMPLE } from '../../core/agora/samples.js';
import type { ProfileValues } from './precedence.js';
import { fixedSecret } from './secret.js';
import type { Notice } from './types.js';

/** The name of the built-in profile; no config can redefine it. */
export const DEMO = 'demo';

const SOURCE = 'the built-in demo profile';

/**
 * The App ID and certificate of Agora's own public test suites, and the keys that netless-token's
 * examples use, so that the tool can be tried without an account.
 */
export function demoProfile(): ProfileValues {
  return {
    builtIn: true,
    appId: { value: SAMPLE.appId, source: SOURCE },
    appCertificate: fixedSecret('5CFd2fd1755d40ecb72977518be15d3b', SOURCE, 'built-in'),
    whiteboardAccessKey: { value: 'ak1', source: SOURCE },
    whiteboardSecretKey: fixedSecret('sk1', SOURCE, 'built-in'),
  };
}

export const DEMO_NOTICE: Notice = {
  message: 'Agora will refuse tokens signed with the demo profile: its certificate is public',
  hint: 'Run `agora-token init` to set up your own project.',
};
