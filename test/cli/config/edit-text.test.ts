import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Change, editText } from '../../../src/cli/config/edit-text.js';
import { parseJson, parseYaml } from '../../../src/cli/config/parse.js';
import { runs } from '../../helpers/runs.js';

const NEW = { appId: 'b'.repeat(32), appCertificate: { env: 'X' } };
const add: Change = { path: ['profiles', 'new'], value: NEW };
const remove: Change = { path: ['profiles', 'dev'], value: undefined };
const use: Change = { path: ['defaultProfile'], value: 'new' };
const ID = NEW.appId;

const edit = (text: string, ...changes: Change[]) =>
  editText(text, 'yaml', changes, (each) => parseYaml(each, 'it'), 'it');
const editJson = (text: string, ...changes: Change[]) =>
  editText(text, 'json', changes, (each) => parseJson(each, 'it'), 'it');

/** Every byte but those of the change stays. */
describe('YAML', () => {
  const block = `# top\n\ndefaultProfile:   dev   # mine\nprofiles:\n    # the first\n    dev:\n        appId: "${'a'.repeat(32)}"  # public\n        appCertificate:   { env: 'IT' }\n        # last words\n\n# the end\n`;
  test.each<[name: string, before: string, changes: Change[], after: string]>([
    [
      'a profile is added behind the others',
      block,
      [add],
      block.replace(
        "{ env: 'IT' }\n",
        `{ env: 'IT' }\n    new:\n        appId: ${ID}\n        appCertificate:\n            env: X\n`,
      ),
    ],
    ['the default changes', block, [use], block.replace('dev   # mine', 'new   # mine')],
    [
      'a profile is removed',
      block,
      [remove],
      '# top\n\ndefaultProfile:   dev   # mine\nprofiles:\n    # the first\n        # last words\n\n# the end\n',
    ],
    [
      'an empty file',
      '',
      [use, add],
      `defaultProfile: new\nprofiles:\n  new:\n    appId: ${ID}\n    appCertificate:\n      env: X\n`,
    ],
    ['a comment alone', '# soon\n', [use], '# soon\ndefaultProfile: new\n'],
    ['no line end', 'profiles:\n  dev: {}', [use], 'profiles:\n  dev: {}\ndefaultProfile: new\n'],
    [
      'a key without a value',
      'profiles:   # none\ndefaultProfile: x\n',
      [{ path: ['profiles', 'new'], value: { appId: 'x' } }],
      'profiles:   # none\n  new:\n    appId: x\ndefaultProfile: x\n',
    ],
    [
      'a profile without a value',
      'profiles:\n  dev:\n',
      [remove, use],
      'profiles:\ndefaultProfile: new\n',
    ],
    [
      'CRLF',
      'a: 1\r\nprofiles:\r\n  dev: x\r\n',
      [{ path: ['profiles', 'new'], value: 'y' }],
      'a: 1\r\nprofiles:\r\n  dev: x\r\n  new: y\r\n',
    ],
    ['a byte order mark', '\ufeffa: 1\n', [use], '\ufeffa: 1\ndefaultProfile: new\n'],
    [
      'flow style',
      'profiles: { dev: { appId: x }, other: {} }  # c\n',
      [{ path: ['profiles', 'new'], value: { appId: 'y' } }],
      'profiles: { dev: { appId: x }, other: {}, new: { appId: y } }  # c\n',
    ],
    [
      'flow style, removed',
      'profiles: { dev: { appId: x }, other: {} }  # c\n',
      [remove],
      'profiles: { other: {} }  # c\n',
    ],
    [
      'flow style, the last removed',
      'profiles: { other: {}, dev: { appId: x } }\n',
      [remove],
      'profiles: { other: {} }\n',
    ],
    [
      'an empty flow mapping',
      'profiles: {}\n',
      [{ path: ['profiles', 'new'], value: { appId: 'y' } }],
      'profiles: { new: { appId: y } }\n',
    ],
    ['markers of a document', '---\na: 1\n...\n', [use], '---\na: 1\ndefaultProfile: new\n...\n'],
    [
      'a block scalar before it',
      'profiles:\n  dev:\n    appId: |\n      x\n\n# c\n',
      [{ path: ['profiles', 'new'], value: { appId: 'y' } }],
      'profiles:\n  dev:\n    appId: |\n      x\n  new:\n    appId: y\n\n# c\n',
    ],
    [
      'names in quotes',
      'profiles:\n  "my dev": { appId: x }\n',
      [
        { path: ['profiles', 'my dev'], value: undefined },
        { path: ['profiles', 'é 1'], value: { appId: 'null' } },
      ],
      'profiles:\n  é 1:\n    appId: "null"\n',
    ],
    [
      'a profile is replaced',
      'profiles:\n  new:\n    appId: x\n    # c\n    whiteboard: { accessKey: y }\n  dev: {}\n',
      [{ path: ['profiles', 'new'], value: { appId: 'z' } }],
      'profiles:\n  new:\n    appId: z\n  dev: {}\n',
    ],
    [
      'JSON in a file without an extension',
      '{\n  "profiles": {\n    "dev": {}\n  }\n}',
      [{ path: ['profiles', 'new'], value: { appId: 'y' } }],
      '{\n  "profiles": {\n    "dev": {},\n    "new": {\n      "appId": "y"\n    }\n  }\n}',
    ],
  ])('%s', (_name, before, changes, after) => {
    expect(edit(before, ...changes)).toEqual({ text: after, rewritten: false });
  });

  test('what anchors hold together is refused', () => {
    const text = 'profiles:\n  dev: &a { appId: x }\n  other: *a\n';
    expect(() => edit(text, remove)).toThrow(
      'cannot be changed without changing what else it says',
    );
    expect(edit(text, use).text).toBe(`${text}defaultProfile: new\n`);
  });
});

describe('JSON', () => {
  const text = (indent: string) =>
    `{\n${indent}"name": "app",\n${indent}"files": ["a", "b"],\n${indent}"agora-token": {\n${indent}${indent}"profiles": {\n${indent}${indent}${indent}"dev": {"appId": "x"}\n${indent}${indent}}\n${indent}},\n${indent}"version": "1.0.0"\n}\n`;
  test.each(['  ', '    ', '\t'])('keeps the indentation %j of a package.json', (indent) => {
    const before = text(indent);
    const path = ['agora-token', 'profiles'];
    const added = editJson(before, { path: [...path, 'new'], value: { appId: 'y' } });
    const four = indent.repeat(4);
    const three = indent.repeat(3);
    expect(added).toEqual({
      rewritten: false,
      text: before.replace(
        '{"appId": "x"}',
        `{"appId": "x"},\n${three}"new": {\n${four}"appId": "y"\n${three}}`,
      ),
    });
    const { text: back } = editJson(added.text, { path: [...path, 'new'], value: undefined });
    expect(back).toBe(before);
  });

  test.each([
    ['{}', '{\n  "defaultProfile": "new"\n}'],
    ['{"a":1}', '{"a":1, "defaultProfile": "new"}'],
    ['{"defaultProfile": "dev" }\r\n', '{"defaultProfile": "new" }\r\n'],
    [
      '{"a": {"$schema": "\\u00e9\\/"}}',
      '{"a": {"$schema": "\\u00e9\\/"}, "defaultProfile": "new"}',
    ],
  ])('%j', (before, after) => {
    expect(editJson(before, use)).toEqual({ text: after, rewritten: false });
  });
});

test('whatever the layout, the change happens and the rest says what it said', () => {
  const name = fc.constantFrom('dev', 'my app', 'é', 'null', '1', 'a-b.c', '日本');
  const value = fc.oneof(
    fc.constantFrom('x', 'a b', '', '"', "'", '#', ': ', '\\', 'é', ' x '),
    fc.string(),
  );
  const profiles = fc.dictionary(name, fc.dictionary(fc.constantFrom('appId', 'b'), value));
  const format = fc.constantFrom<(content: object) => string>(
    (content) => JSON.stringify(content),
    (content) => JSON.stringify(content, undefined, 2),
    (content) => JSON.stringify(content, undefined, '\t'),
  );
  fc.assert(
    fc.property(
      profiles,
      name,
      fc.option(value, { nil: undefined }),
      format,
      (all, key, to, write) => {
        const before = write({ profiles: all, z: 'z' });
        const change: Change = {
          path: ['profiles', key],
          value: to === undefined ? to : { appId: to },
        };
        for (const each of [edit, editJson]) {
          const { text } = each(before, change);
          const expected = new Map(Object.entries<object>(all));
          if (to === undefined) expected.delete(key);
          else expected.set(key, { appId: to });
          expect(JSON.parse(JSON.stringify(parseYaml(text, 'it')))).toEqual({
            profiles: Object.fromEntries(expected),
            z: 'z',
          });
        }
      },
    ),
    runs(50),
  );
});
