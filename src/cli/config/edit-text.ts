import { isDeepStrictEqual } from 'node:util';
import {
  Document,
  isMap,
  isScalar,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  stringify,
  type YAMLMap,
} from 'yaml';
import { ConfigError } from '../../core/errors.js';

/** How a config is written. */
export type Format = 'yaml' | 'json';

/** A value that a config can hold. */
export type Value = string | readonly Value[] | { readonly [key: string]: Value | undefined };

/** One change: a key at a path gets a value, or is removed where the value is undefined. */
export interface Change {
  readonly path: readonly string[];
  readonly value: Value | undefined;
}

/** What a change made of a text. */
export interface Edited {
  readonly text: string;
  /** The whole text was written anew: comments stay, their layout may not. */
  readonly rewritten: boolean;
}

/**
 * Makes changes in the text of a config and leaves every other byte as it is: comments, order,
 * indentation, quotes and line ends. Where a text is too unusual for that, it is written anew.
 * @param read reads a text as the program does, to check that the changes and nothing else happened
 * @throws ConfigError where the text cannot be changed without changing what else it says
 */
export function editText(
  original: string,
  format: Format,
  changes: readonly Change[],
  read: (text: string) => unknown,
  what: string,
): Edited {
  const mark = original.startsWith('\ufeff') ? '\ufeff' : '';
  const text = original.slice(mark.length);
  const wanted = changes.reduce<unknown>(applied, read(text));
  for (const [rewritten, edit] of [
    [false, () => spliced(text, format, changes)],
    [true, () => rewrittenText(text, format, changes)],
  ] as const) {
    const edited = attempt(edit);
    if (
      edited !== undefined &&
      isDeepStrictEqual(settled(attempt(() => read(edited))), settled(wanted))
    ) {
      return { text: mark + edited, rewritten };
    }
  }
  throw new ConfigError(
    `${what} cannot be changed without changing what else it says`,
    'It may use anchors, or several documents. Edit it by hand: agora-token profile edit',
  );
}

/** What cannot be done shows as undefined. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** A key without a value is an empty mapping. */
function settled(content: unknown): unknown {
  if (content === null || content === undefined) return {};
  if (typeof content !== 'object' || Array.isArray(content)) return content;
  return Object.fromEntries(Object.entries(content).map(([key, each]) => [key, settled(each)]));
}

/** The content after a change. */
function applied(content: unknown, { path, value }: Change): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const entries = new Map(Object.entries((content ?? {}) as Record<string, unknown>));
  const below = rest.length === 0 ? value : applied(entries.get(key), { path: rest, value });
  if (below === undefined) entries.delete(key);
  else entries.set(key, below);
  return Object.fromEntries(entries);
}

// Splicing: the parser tells where everything is, and the text is cut there.

interface Layout {
  readonly json: boolean;
  readonly eol: string;
  /** One level of indentation. */
  readonly step: string;
}

function spliced(text: string, format: Format, changes: readonly Change[]): string {
  return changes.reduce((current, change) => {
    const layout = layoutOf(current, format);
    const { contents } = parseDocument(current, { uniqueKeys: false });
    return spliceOne(current, contents, change, layout);
  }, text);
}

function layoutOf(text: string, format: Format): Layout {
  const json = format === 'json' || attempt(() => JSON.parse(text)) !== undefined;
  return {
    json,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    step: /^(\t+| {1,8})\S/m.exec(text.replace(/^[ \t]*#.*$/gm, ''))?.[1] ?? '  ',
  };
}

function spliceOne(
  text: string,
  root: Node | null,
  { path, value }: Change,
  layout: Layout,
): string {
  let map = root;
  for (const [depth, key] of path.entries()) {
    if (!isMap(map)) {
      if (value === undefined) return text;
      return fill(text, map, nested(path.slice(depth), value), layout);
    }
    const pairs = map as YAMLMap<Node, Node | null>;
    const index = indexOfKey(pairs, key);
    const pair = pairs.items[index];
    if (pair && depth < path.length - 1) {
      map = pair.value;
      continue;
    }
    if (pair) return changePair(text, pairs, index, value, layout);
    if (value === undefined) return text;
    return insert(text, pairs, key, nested(path.slice(depth + 1), value), layout);
  }
  return text;
}

const indexOfKey = ({ items }: YAMLMap<Node, Node | null>, key: string) =>
  items.findIndex((pair) => isScalar(pair.key) && String(pair.key.value) === key);

const nested = (path: readonly string[], value: Value): Value =>
  path.reduceRight<Value>((content, key) => ({ [key]: content }), value);

/** Puts a mapping where there is none yet: into an empty file, or after a key without a value. */
function fill(text: string, at: Node | null, content: Value, layout: Layout): string {
  if (layout.json) throw new Error('there is always a value');
  if (at === null || !at.range) {
    const end = text === '' || text.endsWith('\n') ? '' : layout.eol;
    return `${text}${end}${block(content, '', layout)}`;
  }
  if (!isScalar(at) || at.value !== null || at.source !== '') throw new Error('something is there');
  const start = lineStart(text, at.range[0] - 1);
  const indent = /^ */.exec(text.slice(start))?.[0] ?? '';
  const place = lineEnd(text, at.range[0]);
  return splice(text, place, place, block(content, indent + layout.step, layout), layout);
}

/** Adds a key behind the others of a mapping. */
function insert(
  text: string,
  map: YAMLMap<Node, Node | null>,
  key: string,
  content: Value,
  layout: Layout,
): string {
  const last = map.items.at(-1);
  if (map.flow || layout.json) {
    const [start, end] = map.range as [number, number, number];
    if (!last) {
      const indent = lineIndent(text, start);
      const pair = flow({ [key]: content }, layout, indent + layout.step);
      const filled = layout.json
        ? `{${layout.eol}${indent}${layout.step}${pair}${layout.eol}${indent}}`
        : `{ ${pair} }`;
      return text.slice(0, start) + filled + text.slice(end);
    }
    const place = endOf(last);
    const before = text.slice(0, (last.key.range as [number, number, number])[0]);
    // Each key on a line of its own, or all on one.
    const own = /\n([ \t]*)$/.exec(before)?.[1];
    const pair = flow({ [key]: content }, layout, own ?? '');
    const gap = own === undefined ? ' ' : `${layout.eol}${own}`;
    return `${text.slice(0, place)},${gap}${pair}${text.slice(place)}`;
  }
  const first = map.items[0] as Pair<Node, Node | null>;
  const indent = columnOf(text, first);
  const place = lineEnd(text, endOf(last as Pair<Node, Node | null>));
  return splice(text, place, place, block({ [key]: content }, indent, layout), layout);
}

function changePair(
  text: string,
  map: YAMLMap<Node, Node | null>,
  index: number,
  value: Value | undefined,
  layout: Layout,
): string {
  if (value === undefined) return removePair(text, map, index, layout);
  return replaceValue(text, map, map.items[index] as Pair<Node, Node | null>, value, layout);
}

function replaceValue(
  text: string,
  map: YAMLMap<Node, Node | null>,
  pair: Pair<Node, Node | null>,
  value: Value,
  layout: Layout,
): string {
  const old = pair.value;
  const [start, end] = (old?.range ?? []) as number[];
  if (old === null || start === undefined || end === undefined) throw new Error('no value');
  if (map.flow || layout.json) {
    const text0 = layout.json ? json(value, layout, lineIndent(text, start)) : flowValue(value);
    return text.slice(0, start) + text0 + text.slice(end);
  }
  if (typeof value === 'string' && isScalar(old) && old.type !== 'BLOCK_LITERAL' && start < end) {
    return text.slice(0, start) + scalar(value) + text.slice(end);
  }
  const from = lineStart(text, (pair.key.range as [number, number, number])[0]);
  const to = lineEnd(text, endOf(pair));
  const key = (pair.key as Scalar<string>).value;
  return splice(text, from, to, block({ [key]: value }, columnOf(text, pair), layout), layout);
}

function removePair(
  text: string,
  map: YAMLMap<Node, Node | null>,
  index: number,
  layout: Layout,
): string {
  const pair = map.items[index] as Pair<Node, Node | null>;
  const start = (pair.key.range as [number, number, number])[0];
  if (map.flow || layout.json) {
    const next = map.items[index + 1];
    const before = map.items[index - 1];
    const [from, to] = next
      ? [start, (next.key.range as [number, number, number])[0]]
      : [before ? endOf(before) : start, endOf(pair)];
    return text.slice(0, from) + text.slice(to);
  }
  columnOf(text, pair);
  return splice(text, lineStart(text, start), lineEnd(text, endOf(pair)), '', layout);
}

/** Where the content of a pair ends, without the comment behind it. */
function endOf({ key, value }: Pair<Node, Node | null>): number {
  if (isMap(value) && !value.flow && value.items.length > 0) {
    return endOf(value.items.at(-1) as Pair<Node, Node | null>);
  }
  const range = value?.range ?? key.range;
  return (range as [number, number, number])[1];
}

/** @throws Error where something else is in front of the key on its line */
function columnOf(text: string, { key }: Pair<Node, Node | null>): string {
  const [start] = key.range as [number, number, number];
  const indent = text.slice(lineStart(text, start), start);
  if (indent.trim() !== '') throw new Error('the key shares its line');
  return indent;
}

const lineStart = (text: string, at: number) => text.lastIndexOf('\n', at - 1) + 1;

const lineIndent = (text: string, at: number) =>
  /^[ \t]*/.exec(text.slice(lineStart(text, at)))?.[0] ?? '';

/** The start of the next line; a content that ends with its line break is there already. */
function lineEnd(text: string, at: number): number {
  if (at > 0 && text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function splice(text: string, from: number, to: number, lines: string, { eol }: Layout): string {
  const before = text.slice(0, from);
  const gap = lines !== '' && before !== '' && !before.endsWith('\n') ? eol : '';
  return before + gap + lines + text.slice(to);
}

/** Lines of a mapping in block style. */
function block(content: Value, indent: string, { eol, step }: Layout): string {
  const lines = stringify(content, { lineWidth: 0, indent: Math.max(step.length, 1) });
  return lines.replace(/^(?=.)/gm, indent).replaceAll('\n', eol);
}

/** A pair of a mapping in flow style, without its braces. */
function flow(pair: { readonly [key: string]: Value }, layout: Layout, indent: string): string {
  const [[key, value] = ['', '']] = Object.entries(pair);
  return layout.json
    ? `${JSON.stringify(key)}: ${json(value, layout, indent)}`
    : flowValue(pair).slice(1, -1).trim();
}

const json = (value: Value, { step, eol }: Layout, indent: string) =>
  JSON.stringify(value, undefined, step).replaceAll('\n', `${eol}${indent}`);

const flowValue = (value: Value) =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();

const scalar = (value: string) => stringify(value, { lineWidth: 0 }).trim();

// The other way: the whole text is written anew.

function rewrittenText(text: string, format: Format, changes: readonly Change[]): string {
  const layout = layoutOf(text, format);
  if (layout.json) {
    const content = changes.reduce<unknown>(applied, JSON.parse(text));
    const end = /\s*$/.exec(text)?.[0] ?? '';
    return JSON.stringify(content, undefined, layout.step).replaceAll('\n', layout.eol) + end;
  }
  const document = parseDocument(text, { uniqueKeys: false });
  if (document.errors.length > 0) throw document.errors[0];
  const target = document.contents === null ? new Document({}) : document;
  for (const { path, value } of changes) {
    if (value === undefined) target.deleteIn(path);
    else target.setIn(path, target.createNode(value));
  }
  return target.toString({ lineWidth: 0 }).replaceAll('\n', layout.eol);
}
