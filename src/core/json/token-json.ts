import type { Finding } from '../finding.js';
import type { DecodedToken, Instant, ParsedToken } from '../token/model.js';
import { SCHEMA_VERSION } from './document.js';

/** The fields of a format: those that it always has, and those that it may have. */
type Fields<
  Format extends DecodedToken['format'],
  Has extends keyof DecodedToken,
  May extends keyof DecodedToken = never,
> = { readonly format: Format } & { readonly [K in Has]-?: NonNullable<DecodedToken[K]> } & {
  readonly [K in May]?: NonNullable<DecodedToken[K]>;
} & { readonly [K in Exclude<keyof DecodedToken, Has | May | 'format'>]?: never };

/** A decoded token as the formats make it: `format` says which fields there are. */
export type TokenFields =
  | Fields<
      '007',
      'appId' | 'issuedAt' | 'expiresAt' | 'lifetimeSeconds' | 'salt' | 'services' | 'signature',
      'unread'
    >
  | Fields<'006', 'appId' | 'expiresAt' | 'salt' | 'services' | 'signature'>
  | Fields<'005', 'appId' | 'issuedAt' | 'expiresAt' | 'salt' | 'signature', 'services'>
  | Fields<'004', 'appId' | 'issuedAt' | 'expiresAt' | 'salt' | 'signature'>
  | Fields<
      '003' | 'dynamic-key-2',
      'appId' | 'issuedAt' | 'expiresAt' | 'salt' | 'uid' | 'signature'
    >
  | Fields<'dynamic-key-1', 'appId' | 'issuedAt' | 'salt' | 'signature'>
  | Fields<'signaling', 'appId' | 'expiresAt' | 'signature'>
  | (Omit<
      Fields<
        'whiteboard-sdk' | 'whiteboard-room' | 'whiteboard-task',
        'accessKey' | 'expiresAt' | 'signature',
        'nonce' | 'role' | 'uuid'
      >,
      'expiresAt'
    > & {
      /** null: the token never expires. */
      readonly expiresAt: Instant | null;
    });

/** The document of `agora-token decode --json`: told apart by `format`. */
export type DecodedJson = TokenFields & {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly ok: true;
  readonly findings: readonly Finding[];
};

/** The JSON document of a decoded token. */
export function decodedJson({ token, findings }: ParsedToken): DecodedJson {
  // The reader of each format gives the fields that the union says; its tests compare every vector.
  return { schemaVersion: SCHEMA_VERSION, ok: true, ...token, findings } as DecodedJson;
}
