import { type PrivilegeRow, privilegeName } from '../agora/services.js';
import { type Finding, finding } from '../finding.js';
import { verb } from '../text/count.js';
import type { ByteReader } from './bytes.js';
import { instant } from './instant.js';
import type { DecodedPrivilege } from './model.js';

/**
 * Reads a privilege map. Of equal ids the last wins, as in the official readers.
 * @param origin the Unix time that the values count from: the issue time (007), or 0 (006)
 */
export function readPrivileges(
  reader: ByteReader,
  table: readonly PrivilegeRow[],
  origin: number,
): DecodedPrivilege[] {
  const byId = new Map<number, DecodedPrivilege>();
  const count = reader.count('privileges and names', 'number of privileges');
  for (let index = 0; index < count; index++) {
    const id = reader.u16('id of a privilege');
    const value = reader.u32('value of a privilege');
    const expiresAt = value === 0 ? null : instant(origin + value);
    byId.set(id, { id, name: privilegeName(table, id), value, expiresAt });
  }
  return [...byId.values()];
}

/** How many ids a finding names; a token can hold thousands. */
const NAMED = 10;

/** One finding a title for the privilege ids that its table does not know. */
export class UnknownPrivileges {
  private readonly found = new Map<string, DecodedPrivilege[]>();

  note(privileges: readonly DecodedPrivilege[], title: string): void {
    for (const privilege of privileges) {
      if (privilege.name !== 'unknown') continue;
      const list = this.found.get(title);
      if (list) list.push(privilege);
      else this.found.set(title, [privilege]);
    }
  }

  findings(): Finding[] {
    if (this.found.size === 0) return [];
    return [...this.found].map(([title, list]) => {
      const named = list.slice(0, NAMED).map(({ id, value }) => `${id} (value ${value})`);
      const more = list.length > NAMED ? ` and ${list.length - NAMED} more` : '';
      const subject = `${list.length === 1 ? 'privilege' : 'privileges'} ${named.join(', ')}${more}`;
      return finding(
        'unknown-privilege',
        `${subject} ${verb(list.length, 'is')} not defined for ${title}`,
        'Check the privilege numbers that the token server adds.',
      );
    });
  }
}
