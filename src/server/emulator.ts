import { parseTime } from '../core/text/parse-values.js';
import { nodeRuntime } from '../core/token/node-runtime.js';
import type { ProjectSecrets } from '../library/secrets.js';
import { answerJoin, type JoinAnswer } from '../testing/join-answer.js';
import { asRefusal } from './ask.js';
import type { Fields } from './fields.js';

/**
 * What Agora would answer to a join with a token, as `agora-token-cli/testing` answers it.
 * @param now Unix seconds; the field `now` comes before it
 */
export function judgeJoin(fields: Fields, project: ProjectSecrets, now: number): JoinAnswer {
  const { appId, appCertificate, secondaryCertificate } = project;
  const known = appId === undefined ? [] : [{ appId, appCertificate, secondaryCertificate }];
  return answerJoin(
    {
      appId: fields.text('appId') ?? '',
      channel: fields.text('channel', 'channelName') ?? '',
      token: fields.text('token') ?? null,
      uid: fields.text('account') ?? uidOf(fields),
    },
    {
      projects: new Map(known.map((one) => [one.appId, one])),
      runtime: nodeRuntime,
    },
    timeOf(fields) ?? now,
  );
}

/** A number in a form is a text; digits mean a uid there. */
function uidOf(fields: Fields): string | number {
  const uid = fields.text('uid') ?? '0';
  return /^-?\d+(\.\d+)?$/.test(uid) ? Number(uid) : uid;
}

/** @throws Refusal */
function timeOf(fields: Fields): number | undefined {
  const now = fields.text('now');
  try {
    return now === undefined ? undefined : parseTime(now, 'now');
  } catch (error) {
    throw asRefusal(error, 'invalid-body');
  }
}
