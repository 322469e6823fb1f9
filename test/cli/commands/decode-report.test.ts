import { expect, test } from 'vitest';
import { NOW, run } from '../../helpers/run.js';
import official from '../../vectors/official.json' with { type: 'json' };

const vector = (id: string) => official.cases.find((entry) => entry.id === id)?.token ?? id;

const situations: [title: string, token: string, now: number][] = [
  ['a joint token of a classroom', vector('007-29'), 1_111_200],
  ['the same, ended', vector('007-29'), NOW],
  ['006', vector('006-03'), 1_446_455_000],
  ['005 with an upload permission', vector('005-04'), NOW],
  ['Dynamic Key 3', vector('003-01'), NOW],
  ['signaling', vector('signaling-01'), NOW],
  ['repaired', `"Bearer ${vector('007-02')}"`, 1_111_111],
];

test.each(situations)('%s', async (_title, token, now) => {
  const { code, stdout, stderr } = await run(['decode', token], { now });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  expect(stdout).toMatchSnapshot();
});
