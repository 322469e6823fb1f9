import { shownQuoted } from '../text/shown.js';
import { decodeBase64Url } from './base64.js';
import { ByteReader, type ReaderClass, toBinary } from './bytes.js';
import { PREFIX_LENGTH } from './detect.js';
import { read005 } from './formats/005.js';
import { CONTENT_START_006, read006 } from './formats/006.js';
import { decodePayload007 } from './formats/007.js';
import { payload007 } from './formats/007-envelope.js';
import { dynamicKeyFields } from './formats/dynamic-key.js';
import { WHITEBOARD_PREFIXES } from './formats/whiteboard.js';
import type { ParsedToken } from './model.js';
import type { TokenRuntime } from './runtime.js';

/** A part of a token, and where it is. */
export interface MappedField {
  readonly label: string;
  /** Counted in bytes of `FieldMap.bytes`; the end is the first byte after it. */
  readonly start: number;
  readonly end: number;
  /** What the bytes say, where it is more than their hex. */
  readonly value?: string;
}

/** Where each field of a token is: a 007 token cannot be read character by character. */
export interface FieldMap {
  /** The characters in front of the bytes, which are in the token as they are. */
  readonly head: readonly { readonly label: string; readonly text: string }[];
  /** How the token holds the bytes, for people; undefined: they are its characters. */
  readonly encoding?: string;
  readonly bytes: Uint8Array;
  /** In their order, without a gap. */
  readonly fields: readonly MappedField[];
}

/**
 * Maps the bytes of a token to its fields, with the readers that decode it.
 * @param parsed a token that could be read
 */
export function fieldMap(parsed: ParsedToken, runtime: TokenRuntime): FieldMap {
  const { text, token } = parsed;
  const format = { label: 'format', text: text.slice(0, PREFIX_LENGTH) };
  switch (token.format) {
    case '007': {
      const { bytes } = payload007(text, runtime);
      const tracer = new Tracer(bytes);
      decodePayload007(bytes, new tracer.Reader(bytes, 'payload'));
      return { head: [format], encoding: 'base64 of zlib', bytes, fields: tracer.finish() };
    }
    case '006': {
      const appId = { label: 'App ID', text: text.slice(PREFIX_LENGTH, CONTENT_START_006) };
      return { head: [format, appId], ...traced((Reader) => read006(text, runtime, Reader)) };
    }
    case '005':
      return { head: [format], ...traced((Reader) => read005(text, runtime, Reader)) };
    case '004':
    case '003':
    case 'dynamic-key-2':
    case 'dynamic-key-1':
      return characters(text, dynamicKeyFields(token.format));
    case 'signaling':
      return characters(text, signalingFields(text));
    case 'whiteboard-sdk':
    case 'whiteboard-room':
    case 'whiteboard-task': {
      const prefix = WHITEBOARD_PREFIXES[token.format];
      const { bytes } = decodeBase64Url(text, prefix.length, runtime);
      return {
        head: [{ label: 'kind', text: prefix }],
        encoding: 'base64url of a query string',
        bytes,
        fields: queryFields(bytes),
      };
    }
  }
}

/** What a reader takes, recorded while it reads. */
class Tracer {
  private readonly fields: MappedField[] = [];
  /** A reader that records; also one for bytes that are part of others. */
  readonly Reader: ReaderClass;
  private first: Uint8Array | undefined;

  constructor(bytes?: Uint8Array) {
    this.first = bytes;
    this.Reader = readerInto(this.fields, (bytes) => {
      this.first ??= bytes;
      return bytes.byteOffset - this.first.byteOffset;
    });
  }

  get bytes(): Uint8Array {
    return this.first ?? new Uint8Array();
  }

  /** Without a gap: what no reader took is named too. */
  finish(): MappedField[] {
    const sorted = [...this.fields].sort((a, b) => a.start - b.start || b.end - a.end);
    const fields: MappedField[] = [];
    let at = 0;
    let around: MappedField | undefined;
    const gap = (end: number) => {
      if (at >= end) return;
      const inside = around && around.start <= at && at < around.end;
      const label = inside ? `length of the ${around?.label}` : 'not read';
      fields.push({ label, start: at, end });
    };
    sorted.forEach((field, index) => {
      const next = sorted[index + 1];
      if (next && next.end <= field.end) {
        around = field;
        return;
      }
      gap(field.start);
      fields.push(field);
      at = field.end;
    });
    gap(this.bytes.length);
    return fields;
  }
}

function readerInto(fields: MappedField[], offsetOf: (bytes: Uint8Array) => number): ReaderClass {
  return class TracingReader extends ByteReader {
    private readonly base: number;

    constructor(bytes: Uint8Array, whole: string) {
      super(bytes, whole);
      this.base = offsetOf(bytes);
    }

    override u16(field: string) {
      return this.record(field, () => super.u16(field), String);
    }

    override i16(field: string) {
      return this.record(field, () => super.i16(field), String);
    }

    override u32(field: string) {
      return this.record(field, () => super.u32(field), String);
    }

    override take(length: number, field: string) {
      return this.record(field, () => super.take(length, field));
    }

    override str(field: string) {
      return this.record(field, () => super.str(field));
    }

    override strOf(expected: number, field: string) {
      return this.record(field, () => super.strOf(expected, field));
    }

    override text(field: string) {
      return this.record(field, () => super.text(field), shownQuoted);
    }

    /** One field, and none of the parts that it is read by. */
    private record<T>(
      field: string,
      read: () => T,
      inWords: (value: T) => string | undefined = () => undefined,
    ): T {
      const start = this.base + this.offset;
      const known = fields.length;
      const result = read();
      fields.length = known;
      const value = inWords(result);
      fields.push({
        label: field + this.owner,
        start,
        end: this.base + this.offset,
        ...(value === undefined ? {} : { value }),
      });
      return result;
    }
  };
}

function traced(read: (Reader: ReaderClass) => unknown) {
  const tracer = new Tracer();
  read(tracer.Reader);
  return { encoding: 'base64', bytes: tracer.bytes, fields: tracer.finish() };
}

interface Part {
  readonly title: string;
  readonly length: number;
}

/** A token whose characters are its fields. */
function characters(text: string, parts: readonly Part[]): FieldMap {
  let at = 0;
  const fields = parts.map(({ title, length }) => {
    const start = at;
    at += length;
    return { label: title, start, end: at, value: text.slice(start, at) };
  });
  return { head: [], bytes: new TextEncoder().encode(text), fields };
}

function signalingFields(text: string): Part[] {
  return text.split(':').map((part, index, parts) => ({
    title: ['format', 'App ID', 'expiry time', 'signature'][index] ?? 'not read',
    length: part.length + (index < parts.length - 1 ? 1 : 0),
  }));
}

function queryFields(bytes: Uint8Array): MappedField[] {
  let at = 0;
  return toBinary(bytes)
    .split(/(?<=&)/)
    .map((pair) => {
      const [key = '', value = ''] = pair.replace(/&$/, '').split(/=(.*)/s);
      const start = at;
      at += pair.length;
      return { label: key, start, end: at, value };
    });
}
