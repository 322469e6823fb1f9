import type { IdKey } from '../agora/projects.js';
import type { DecodedToken } from '../token/model.js';
import { isWhiteboard } from './formats.js';

/** What a project is known by. */
export type ProjectIds = Readonly<Partial<Record<IdKey, string | undefined>>>;

/** Whether a token is of a project: by its access key (whiteboard), or by its App ID. */
export function ownsToken(project: ProjectIds, token: DecodedToken): boolean {
  if (!isWhiteboard(token)) return sameAppId(token, project.appId);
  return token.accessKey !== undefined && token.accessKey === project.whiteboardAccessKey;
}

/** Whether an App ID is the token's. A 005 token holds it as bytes, so that its letter case is lost. */
export function sameAppId({ appId, format }: DecodedToken, other: string | undefined): boolean {
  if (typeof appId !== 'string' || other === undefined) return false;
  return format === '005' ? appId.toLowerCase() === other.toLowerCase() : appId === other;
}
