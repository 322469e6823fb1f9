import type { Finding } from '../core/finding.js';
import { SCHEMA_VERSION } from '../core/json/document.js';
import { isRefusal, type JudgedBy, judge } from './judge.js';
import { assertJoin, type JoinParams } from './params.js';
import { EmulatedRtcError, joinRefused } from './rtc-error.js';

/** What the emulator answers to a join, for tests in other languages. */
export type JoinAnswer =
  | {
      readonly schemaVersion: typeof SCHEMA_VERSION;
      readonly ok: true;
      /** Unix seconds: when the server would end the session; null: it does not. */
      readonly endsAt: number | null;
      /** What the token's privileges allow under co-host authentication. */
      readonly mayPublish: readonly ('audio' | 'video')[];
      readonly findings: readonly Finding[];
    }
  | {
      readonly schemaVersion: typeof SCHEMA_VERSION;
      readonly ok: false;
      /** The error of the Web SDK; `number`: its `data.code`. */
      readonly error: {
        readonly code: string;
        readonly number?: number;
        readonly desc?: string;
        readonly message: string;
      };
      readonly findings: readonly Finding[];
    };

/** Judges one join by itself: nobody is in a channel afterwards. */
export function answerJoin(params: JoinParams, by: JudgedBy, now: number): JoinAnswer {
  try {
    assertJoin(params);
    const judged = judge(params, by, now);
    if (isRefusal(judged)) throw joinRefused(judged);
    const { ends, publish, findings } = judged;
    return {
      schemaVersion: SCHEMA_VERSION,
      ok: true,
      endsAt: Number.isFinite(ends) ? ends : null,
      mayPublish: (['audio', 'video'] as const).filter((media) => publish[media] > now),
      findings,
    };
  } catch (error) {
    if (!(error instanceof EmulatedRtcError)) throw error;
    const { code, message, data, findings } = error;
    return {
      schemaVersion: SCHEMA_VERSION,
      ok: false,
      error: {
        code,
        ...(data?.code !== undefined && { number: data.code }),
        ...(data?.desc !== undefined && { desc: [data.desc].flat().join(', ') }),
        message,
      },
      findings,
    };
  }
}
