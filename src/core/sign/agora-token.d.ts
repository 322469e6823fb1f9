/**
 * The parts of agora-token that its own types leave out: the classes behind its builders, whose
 * issue time and salt can be set.
 */
declare module 'agora-token/src/AccessToken2.js' {
  /** What `add_service` needs: the type for the order, and the bytes. */
  export interface PackedService {
    service_type(): number;
    pack(): Uint8Array;
  }

  export class AccessToken2 {
    constructor(appId: string, appCertificate: string, issueTs: number, expire: number);
    /** Unix seconds. */
    issueTs: number;
    salt: number;
    add_service(service: PackedService): void;
    /** Empty when the App ID or certificate is not 32 hex characters, or without a service. */
    build(): string;
  }
}

declare module 'agora-token/src/AccessToken.js' {
  export class AccessToken {
    constructor(appId: string, appCertificate: string, channel: string, uid: string | number);
    salt: number;
    /** The token's end, Unix seconds. */
    ts: number;
    addPriviledge(privilege: number, expireTs: number): void;
    build(): string;
  }
}
