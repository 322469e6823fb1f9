/**
 * Values of Agora's own samples and tests, which are copied along with the code around them.
 *
 * Source: AgoraIO/Tools, DynamicKey/AgoraDynamicKey (samples and tests of every language).
 */
export const SAMPLE = {
  /** No project has it: Agora refuses its tokens. */
  appId: '970CA35de60c44645bbae8a215061b33',
  channel: '7d72365eb983485397e3e3f9d460bdda',
  uid: '2882341273',
} as const;

/**
 * The App ID and certificate of Agora's own public test suites, and the keys that netless-token's
 * examples use, so that everything can be tried without an account.
 */
export const DEMO_PROJECT = {
  appId: SAMPLE.appId,
  appCertificate: '5CFd2fd1755d40ecb72977518be15d3b',
  whiteboardAccessKey: 'ak1',
  whiteboardSecretKey: 'sk1',
} as const;
