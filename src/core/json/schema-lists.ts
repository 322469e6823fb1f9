import { FINDING_SEVERITY } from '../finding.js';
import { VERDICT_EXIT } from '../inspect/verdict.js';

const readable = Object.entries(VERDICT_EXIT).filter(([verdict]) => verdict !== 'malformed');

/** Lists of the schemas in `schema/`, by file and place: `npm run schema` writes them. */
export const schemaLists: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  token: {
    '$defs.finding.properties.code': Object.keys(FINDING_SEVERITY),
    '$defs.finding.properties.severity': ['error', 'warning', 'info'],
  },
  inspect: {
    '$defs.inspection.properties.verdict': readable.map(([verdict]) => verdict),
    '$defs.inspection.properties.exitCode': [...new Set(readable.map(([, code]) => code))].sort(),
  },
};
