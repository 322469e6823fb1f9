import type { SdkError } from '../core/agora/sdk-errors.js';
import type { Finding } from '../core/finding.js';

/** More than anybody reads: a token can be made to have hundreds of thousands. */
const SHOWN = 100;

export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const more = findings.length - SHOWN;
  return (
    <section data-part="findings" aria-labelledby="findings-title">
      <h2 id="findings-title">Findings</h2>
      {findings.length === 0 && <p class="note">none</p>}
      <ul class="findings">
        {findings.slice(0, SHOWN).map(({ severity, code, message, fix }, index) => (
          <li key={index} class={severity} data-code={code}>
            <strong>{severity}:</strong> <bdi>{message}</bdi> <code>{code}</code>
            {fix && (
              <p class="fix">
                Fix: <bdi>{fix}</bdi>
              </p>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p class="note">and {more} more, in the JSON below</p>}
    </section>
  );
}

/** What the error that was seen may mean; its causes in the token are among the findings. */
export function Explained({ errors }: { readonly errors: readonly SdkError[] }) {
  return (
    <section data-part="explained" aria-labelledby="explained-title">
      <h2 id="explained-title">What the error means</h2>
      {errors.length === 0 && <p>No error about a token has this number or text.</p>}
      {errors.map(({ product, codes, meaning }) => (
        <p key={product + codes.join()}>
          <strong>
            {product} {codes.join(', ')}:
          </strong>{' '}
          {meaning}
        </p>
      ))}
      <p class="note">agora-token explain says more.</p>
    </section>
  );
}
