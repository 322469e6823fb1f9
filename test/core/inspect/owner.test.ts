import { expect, test } from 'vitest';
import { ownsToken, type ProjectIds } from '../../../src/core/inspect/owner.js';
import type { DecodedToken } from '../../../src/core/token/model.js';

const A = 'A'.repeat(32);
const WHITEBOARD = { format: 'whiteboard-sdk', accessKey: 'ak' } as const;

test.each<[owns: boolean, project: ProjectIds, token: DecodedToken]>([
  [true, { appId: A }, { format: '007', appId: A }],
  [false, { appId: A.toLowerCase() }, { format: '007', appId: A }],
  [true, { appId: A }, { format: '005', appId: A.toLowerCase() }],
  [false, {}, { format: '007' }],
  [false, { appId: A }, { format: '007', appId: { hex: 'ff' } }],
  [true, { whiteboardAccessKey: 'ak' }, WHITEBOARD],
  [false, { appId: 'ak' }, WHITEBOARD],
  [false, {}, { format: 'whiteboard-sdk' }],
])('%s: %j owns %j', (owns, project, token) => {
  expect(ownsToken(project, token)).toBe(owns);
});
