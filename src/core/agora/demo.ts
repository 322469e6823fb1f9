/**
 * The App ID and certificate of Agora's own public test suites, and the keys that netless-token's
 * examples use, so that everything can be tried without an account.
 */
export const DEMO_PROJECT = {
  appId: '970CA35de60c44645bbae8a215061b33',
  appCertificate: '5CFd2fd1755d40ecb72977518be15d3b',
  whiteboardAccessKey: 'ak1',
  whiteboardSecretKey: 'sk1',
} as const;
