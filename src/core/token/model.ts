import type { FIELDS, FieldName } from '../agora/fields.js';
import type { Finding } from '../finding.js';

/**
 * A decoded token, in the shape of the JSON contract: what is absent is left out. The text output
 * renders the same value.
 */
export interface DecodedToken {
  readonly format: TokenFormat;
  readonly appId?: TokenText;
  readonly issuedAt?: Instant;
  /** null: the token never expires (whiteboard). */
  readonly expiresAt?: Instant | null;
  readonly lifetimeSeconds?: number;
  readonly salt?: number;
  /** uid of a 003 token or a Dynamic Key 2, decimal without leading zeros. */
  readonly uid?: string;
  readonly services?: readonly DecodedService[];
  readonly unread?: Unread;
  /** Whiteboard only. */
  readonly accessKey?: TokenText;
  readonly nonce?: TokenText;
  /** Whiteboard: admin, writer, reader, or the raw text. */
  readonly role?: TokenText;
  readonly uuid?: TokenText;
  /** As in the token: 64 lower-case hex characters for 007, and so on. */
  readonly signature?: string;
}

export type TokenFormat =
  | '007'
  | '006'
  | '005'
  | '004'
  | '003'
  | 'dynamic-key-2'
  | 'dynamic-key-1'
  | 'signaling'
  | 'whiteboard-sdk'
  | 'whiteboard-room'
  | 'whiteboard-task';

/** Text from a token; bytes that are not UTF-8 are given in hex. */
export type TokenText = string | { readonly hex: string };

/** A key and its value in a query string, decoded. */
export type QueryPair = readonly [key: TokenText, value: TokenText];

export interface Instant {
  /** Whole Unix seconds. */
  readonly unix: number;
  /** RFC 3339 in UTC, to the second. */
  readonly iso: string;
}

/** What a kind of field contains. */
export interface FieldValue {
  readonly text: TokenText;
  readonly int16: number;
  readonly permissions: Permissions;
}

/** The fields of a service: `channel`, `uid`, `account`, `userId`, `role`, … */
type Fields = { readonly [Name in FieldName]?: FieldValue[(typeof FIELDS)[Name]['kind']] };

export interface DecodedService extends Fields {
  /** The service type on the wire; 007, 006 and 005 only. */
  readonly type?: number;
  readonly name: string;
  /** 005: `allowUploadInChannel`, as `0` (no upload) or `3` (audio and video). */
  readonly extra?: Readonly<Record<string, TokenText>>;
  /** 006: the channel and uid are not in the token, only their CRC-32. */
  readonly channelCrc32?: number;
  readonly uidCrc32?: number;
  readonly privileges: readonly DecodedPrivilege[];
}

export interface DecodedPrivilege {
  readonly id: number;
  readonly name: string;
  /** The number in the token: seconds after issue (007) or a Unix time (006); 0 sets no end of its own. */
  readonly value: number;
  /** When this privilege ends by itself; null: bounded by the token alone. */
  readonly expiresAt: Instant | null;
}

/** RTM2 permissions by resource; only what the token holds. */
export type Permissions = Readonly<Record<string, Readonly<Record<string, readonly TokenText[]>>>>;

/** What could not be read behind an unknown service type. */
export interface Unread {
  readonly type: number;
  /** How many services were announced and not read, this one included. */
  readonly services: number;
  /** The bytes from the unknown type's privileges on. */
  readonly hex: string;
}

/** What a signature covers, as received, for the verifier. */
export type Signed =
  | {
      readonly format: '007';
      readonly issueTs: number;
      readonly salt: number;
      readonly message: Uint8Array;
      readonly signature: Uint8Array;
    }
  | {
      readonly format: '006';
      readonly appId: string;
      readonly channelCrc32: number;
      readonly uidCrc32: number;
      readonly message: Uint8Array;
      readonly signature: Uint8Array;
    }
  | {
      readonly format: '005';
      readonly serviceType: number;
      /** 16 raw bytes. */
      readonly appId: Uint8Array;
      readonly issueTs: number;
      readonly salt: number;
      readonly expireTs: number;
      /** The extra map as received, with its count. */
      readonly extra: Uint8Array;
      readonly signature: string;
    }
  | {
      readonly format: '004' | '003' | 'dynamic-key-2' | 'dynamic-key-1';
      readonly appId: string;
      /** The digits as they stand in the token. */
      readonly issueTs: string;
      readonly salt: string;
      readonly uid?: string;
      readonly expireTs?: string;
      readonly signature: string;
    }
  | {
      readonly format: 'signaling';
      readonly appId: string;
      readonly expireTs: string;
      readonly signature: string;
    }
  | {
      readonly format: 'whiteboard-sdk' | 'whiteboard-room' | 'whiteboard-task';
      /** Every pair but the signature, in the order received. */
      readonly pairs: readonly QueryPair[];
      readonly signature: string;
      /** Unix milliseconds; undefined: never. */
      readonly expireAtMilliseconds?: number;
    };

/** A token taken apart, together with what its verifier needs. */
export interface ParsedToken {
  readonly token: DecodedToken;
  /** What the form of the token gives rise to: repairs, bytes left over, unknown parts. */
  readonly findings: readonly Finding[];
  readonly signed: Signed;
  /** The token's text after every repair. */
  readonly text: string;
}

/** What the reader of one format yields. */
export type ReadToken = Omit<ParsedToken, 'text'>;
