import { LIMIT_SECONDS } from '../core/agora/limits.js';
import { issuedAt } from '../core/inspect/expiry.js';
import { isWhiteboard } from '../core/inspect/formats.js';
import { privilegeNames } from '../core/inspect/headline.js';
import type { End, Inspection } from '../core/inspect/types.js';
import { instant } from '../core/token/instant.js';
import type { DecodedToken } from '../core/token/model.js';
import { clockText, Moment } from './time.js';

/** The SDKs say that a token will expire so many seconds before the privilege to join ends. */
const WILL_EXPIRE_SECONDS = 30;

/** As many as a page can show; a token can be made to have thousands. */
const SHOWN = 60;

interface Row extends End {
  readonly name: string;
  /** Agora ends the token here, whatever it says. */
  readonly limit?: true;
}

/** When each privilege ends, on one scale from the issue to the last end. */
export function Timeline({ inspection }: { readonly inspection: Inspection }) {
  const { token, expiry, now } = inspection;
  const issued = issuedAt(token);
  const rows = rowsOf(inspection, issued);
  const scale = scaleOf(rows, issued);
  return (
    <section data-part="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      <p class="countdown">
        <Countdown end={expiry} />
        <WillExpire token={token} inspection={inspection} />
      </p>
      <ul class="timeline">
        {issued !== undefined && (
          <li>
            <span class="name">issued</span>
            <span class="left" />
            <span class="until">
              <Moment at={instant(issued)} />
            </span>
          </li>
        )}
        {rows.map((row, index) => (
          <li key={index} class={row.status}>
            <span class="name">{row.name}</span>
            {scale && row.expiresAt && row.expiresAt.unix <= scale.to && (
              <Bar {...scale} now={now.unix} end={row.expiresAt.unix} />
            )}
            <span class="left">{leftText(row)}</span>
            <span class="until">{row.expiresAt && <Moment at={row.expiresAt} />}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** From the issue to the last end that the token names: one that Agora sets may be far behind it. */
function scaleOf(rows: readonly Row[], issued: number | undefined) {
  const ends = rows.flatMap(({ limit, expiresAt }) => (limit || !expiresAt ? [] : expiresAt.unix));
  const to = Math.max(...ends);
  return issued === undefined || to <= issued ? undefined : { from: issued, to };
}

function rowsOf(inspection: Inspection, issued: number | undefined): Row[] {
  const { token, expiry, now } = inspection;
  const names = privilegeNames(token);
  const rows: Row[] = expiry.privileges
    .slice(0, SHOWN)
    .map((end, index) => ({ ...end, name: names[index] ?? end.privilege }));
  if (token.expiresAt !== undefined) {
    rows.push({ name: 'token', ...endAt(token.expiresAt?.unix, now.unix) });
  }
  if (issued !== undefined && !isWhiteboard(token)) {
    rows.push({
      name: "Agora's 24 hours",
      limit: true,
      ...endAt(issued + LIMIT_SECONDS, now.unix),
    });
  }
  return rows;
}

function endAt(unix: number | undefined, now: number): End {
  if (unix === undefined) return { status: 'never', expiresAt: null, remainingSeconds: null };
  const remainingSeconds = unix - now;
  return {
    status: remainingSeconds > 0 ? 'valid' : 'expired',
    expiresAt: instant(unix),
    remainingSeconds,
  };
}

function leftText({ remainingSeconds, status }: End): string {
  if (remainingSeconds === null) return 'never ends';
  return status === 'expired'
    ? `ended ${clockText(remainingSeconds)} ago`
    : `${clockText(remainingSeconds)} left`;
}

function Countdown({ end }: { readonly end: End }) {
  const { remainingSeconds: left, status } = end;
  if (left === null) return <>never ends</>;
  return status === 'expired' ? (
    <>
      ended <strong>{clockText(left)}</strong> ago
    </>
  ) : (
    <>
      ends in <strong>{clockText(left)}</strong>
    </>
  );
}

/** A privilege of 0 has no end of its own, and fires nothing. */
function WillExpire({
  token,
  inspection,
}: {
  readonly token: DecodedToken;
  readonly inspection: Inspection;
}) {
  const join = inspection.expiry.privileges.find(
    ({ service, privilege }) => service === 'rtc' && privilege === 'join-channel',
  );
  const own = token.services
    ?.find(({ name }) => name === 'rtc')
    ?.privileges.find(({ name }) => name === 'join-channel');
  if (!join?.expiresAt || !own?.expiresAt) return null;
  const at = join.expiresAt.unix - WILL_EXPIRE_SECONDS;
  return (
    <>
      ; token-privilege-will-expire {at > inspection.now.unix ? 'fires' : 'fired'} at{' '}
      <Moment at={instant(at)} />
    </>
  );
}

/** What is over, what is left, and nothing after the end. */
function Bar({
  from,
  to,
  now,
  end,
}: {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  readonly end: number;
}) {
  const percent = (unix: number) =>
    `${Math.min(100, Math.max(0, ((unix - from) / (to - from)) * 100))}%`;
  return (
    <span class="bar" aria-hidden="true">
      <span class="whole" style={{ width: percent(end) }} />
      {end > now && (
        <span
          class="rest"
          style={{ left: percent(now), width: `calc(${percent(end)} - ${percent(now)})` }}
        />
      )}
      <span class="now" style={{ left: percent(now) }} />
    </span>
  );
}
