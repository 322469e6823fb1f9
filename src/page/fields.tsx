import { FORMAT_TITLES, serviceTitle } from '../core/agora/titles.js';
import { lastFields, serviceFields, tokenFields } from '../core/inspect/fields.js';
import type { DecodedToken } from '../core/token/model.js';
import { momentText } from './time.js';

/** What a field is for, in a few words; one that explains itself has none. */
const MEANINGS: Readonly<Record<string, string>> = {
  'App ID': 'the project in the Agora Console',
  'Access key': 'the whiteboard project in the Agora Console',
  'Room or task': 'the room or file conversion it is for',
  Issued: 'when it was signed; 24 hours later it ends at the latest',
  Ends: 'when it can no longer be used',
  'Token end': 'the end that the token itself names',
  Lifetime: 'from its issue',
  Salt: 'a random number, so that no two tokens are alike',
  Nonce: 'a random text, so that no two tokens are alike',
  Signature: 'made over all other fields with the secret of the project',
  Channel: 'compared with the one joined, letter by letter',
  Uid: 'whoever joins must join with it',
  Account: 'whoever joins must join with it',
  'User ID': 'whoever logs in must log in with it',
  'Room UUID': 'the classroom it is for',
  'User UUID': 'the classroom user it is for',
  Role: 'what the holder may do',
  Permissions: 'what the user may read and write',
};

type Row = readonly [label: string, value: string];

/** @param props.partial it is all that could be read of a broken token */
export function Fields({
  token,
  partial = false,
}: {
  readonly token: DecodedToken;
  readonly partial?: boolean;
}) {
  const { services = [], unread } = token;
  const last = lastFields(token);
  return (
    <section data-part="fields" aria-labelledby="fields-title">
      <h2 id="fields-title">
        {FORMAT_TITLES[token.format]}
        {partial && ', as far as it can be read'}
      </h2>
      <table class="fields">
        <thead class="unseen">
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Value</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <Rows rows={tokenFields(token, ({ unix }) => momentText(unix))} />
        {services.map((service, index) => (
          <Rows key={index} title={serviceTitle(service.name)} rows={serviceFields(service)} />
        ))}
        {unread && (
          <Rows title={`Service type ${unread.type} (unknown)`} rows={[['Bytes', unread.hex]]} />
        )}
        {last.length > 0 && <Rows title="For its verifier" rows={last} />}
      </table>
    </section>
  );
}

function Rows({ title, rows }: { readonly title?: string; readonly rows: readonly Row[] }) {
  return (
    <tbody>
      {title && (
        <tr>
          <th scope="rowgroup" colSpan={3} class="service">
            {title}
          </th>
        </tr>
      )}
      {rows.map(([label, value]) => (
        <tr key={label}>
          <th scope="row">{label}</th>
          <td class="value">
            <bdi>{value}</bdi>
          </td>
          <td class="meaning">{MEANINGS[label]}</td>
        </tr>
      ))}
    </tbody>
  );
}
