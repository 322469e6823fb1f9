import { describe, expect, test } from 'vitest';
import { signToken, type TokenSpec, UsageError } from '../../../src/index.js';
import { SECRETS } from '../../helpers/demo.js';
import { run } from '../../helpers/run.js';

const STREAM = { channel: 'demo', uid: 42 };

/** The names of the privileges in a token of the library. */
const privilegesOf = (spec: object) =>
  signToken({ ...STREAM, ...spec } as TokenSpec, SECRETS).services?.flatMap(({ privileges }) =>
    privileges.map(({ name }) => name),
  );

const signs = (kind: string, input: string, ...argv: string[]) =>
  run(['generate', kind, '--profile', 'demo', '-c', 'demo', '--batch', '-', ...argv], {
    stdin: input,
  });

describe('fcdn holds what was asked, and never what was refused', () => {
  test.each<[object, string[]]>([
    [{}, ['publish', 'play']],
    [{ publish: true }, ['publish']],
    [{ play: true }, ['play']],
    [{ publish: true, play: true }, ['publish', 'play']],
    [{ publish: false }, ['play']],
    [{ play: false }, ['publish']],
    [{ publish: true, play: false }, ['publish']],
    [{ publish: false, play: true }, ['play']],
  ])('%j: %j', (options, privileges) => {
    expect(privilegesOf({ kind: 'fcdn', ...options })).toEqual(privileges);
  });

  test.each([
    ['a row of JSON', '{"uid":1,"publish":false}\n', [], ['play']],
    ['a cell of a CSV', 'uid,play\n1,false\n', [], ['publish']],
    ['a row over the command line', '{"uid":1,"play":false}\n', ['--play'], ['publish']],
  ])('%s', async (_name, input, argv, privileges) => {
    const { stdout } = await signs('fcdn', input, ...argv);
    const [service] = JSON.parse(stdout).services;
    expect(service.privileges.map(({ name }: { name: string }) => name)).toEqual(privileges);
  });

  test('nothing is no token', async () => {
    const none = () => privilegesOf({ kind: 'fcdn', publish: false, play: false });
    expect(none).toThrow(UsageError);
    expect(none).toThrow('the token would have no privilege');
    const { code, stdout } = await signs('fcdn', 'uid,publish,play\n1,false,false\n');
    expect(code).toBe(2);
    expect(JSON.parse(stdout).error.hint).toContain('publish or play');
  });
});

describe('streaming', () => {
  test.each<[object, string[]]>([
    [{}, ['publish-mixed-stream', 'publish-raw-stream']],
    [{ publish: true }, ['publish-mixed-stream', 'publish-raw-stream']],
    [{ publish: 'raw' }, ['publish-raw-stream']],
  ])('%j: %j', (options, privileges) => {
    expect(privilegesOf({ kind: 'streaming', ...options })).toEqual(privileges);
  });

  test('publish is a word in a CSV', async () => {
    const { code, stdout } = await signs('streaming', 'uid,publish\n1,true\n2,raw\n');
    expect([code, stdout.match(/"publish-\w+-stream"/g)?.length]).toEqual([0, 3]);
  });

  test('cannot be without publishing', () => {
    const none = () => privilegesOf({ kind: 'streaming', publish: false });
    expect(none).toThrow('publish is false, but a streaming token is only for publishing');
    expect(none).toThrow(expect.objectContaining({ hint: 'It is true, "mixed" or "raw".' }));
  });
});
