import { expect, test } from 'vitest';
import { PROJECTS, projectOf, secretRole } from '../../../src/core/agora/projects.js';

test.each([
  ['007', 'App ID', ['appCertificate', 'secondaryCertificate']],
  ['006', 'App ID', ['appCertificate', 'secondaryCertificate']],
  ['signaling', 'App ID', ['appCertificate', 'secondaryCertificate']],
  ['whiteboard-sdk', 'whiteboard access key', ['whiteboardSecretKey']],
  ['whiteboard-room', 'whiteboard access key', ['whiteboardSecretKey']],
] as const)('%s tokens belong to a project with an %s', (format, word, keys) => {
  const { id, secrets } = projectOf({ format });
  expect([id.word, secrets.map(({ key }) => key)]).toEqual([word, keys]);
});

test('no two credentials share a variable or a place in a config', () => {
  const all = PROJECTS.flatMap(({ id, secrets }) => [id, ...secrets]);
  expect(new Set(all.map(({ variable }) => variable)).size).toBe(all.length);
  expect(new Set(all.map(({ path }) => path.join('.'))).size).toBe(all.length);
});

test('what a secret is called beside its profile', () => {
  expect(secretRole('secondary')).toBe('secondary certificate');
});
