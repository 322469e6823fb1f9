import type { TokenFormat } from '../token/model.js';

/** Which of a project's secrets a token was signed with. */
export type CertificateKind = 'primary' | 'secondary' | 'whiteboard';

/** How the program and the library call the public name of a project. */
export type IdKey = 'appId' | 'whiteboardAccessKey';

/** How they call its secrets. */
export type SecretKey = 'appCertificate' | 'secondaryCertificate' | 'whiteboardSecretKey';

interface Credential<Key extends string> {
  readonly key: Key;
  /** What messages call it. */
  readonly word: string;
  /** The environment variable that holds it. */
  readonly variable: string;
  /** Its keys in a profile of a config. */
  readonly path: readonly string[];
}

/** The public name of a project. */
export interface ProjectId extends Credential<IdKey> {
  /** What a token calls it. */
  readonly field: 'appId' | 'accessKey';
  /** Whether letter case tells two projects apart. */
  readonly caseSensitive: boolean;
}

export interface ProjectSecret extends Credential<SecretKey> {
  readonly certificate: CertificateKind;
  /** What it is called beside its profile: `the primary certificate of profile "dev"`. */
  readonly role: string;
  /** Whether it has the form of an App Certificate. */
  readonly hex32: boolean;
}

/** One of the two kinds of project that Agora's Console has. */
export interface Project {
  readonly id: ProjectId;
  /** What signs its tokens, then what else verifies them. */
  readonly secrets: readonly [ProjectSecret, ...ProjectSecret[]];
  /** What messages call the secrets in general. */
  readonly secretWord: string;
  /** Where both are in the Agora Console (console.agora.io). */
  readonly place: string;
}

/** Signs and verifies 007 tokens and all that came before them. */
export const AGORA_PROJECT: Project = {
  id: {
    key: 'appId',
    field: 'appId',
    word: 'App ID',
    variable: 'AGORA_APP_ID',
    path: ['appId'],
    caseSensitive: false,
  },
  secrets: [
    {
      key: 'appCertificate',
      word: 'App Certificate',
      variable: 'AGORA_APP_CERTIFICATE',
      path: ['appCertificate'],
      certificate: 'primary',
      role: 'primary certificate',
      hex32: true,
    },
    {
      key: 'secondaryCertificate',
      word: 'secondary certificate',
      variable: 'AGORA_APP_SECONDARY_CERTIFICATE',
      path: ['secondaryCertificate'],
      certificate: 'secondary',
      role: 'secondary certificate',
      hex32: true,
    },
  ],
  secretWord: 'certificate',
  place: 'Projects, Configure',
};

/** Signs and verifies the tokens of Interactive Whiteboard. */
export const WHITEBOARD_PROJECT: Project = {
  id: {
    key: 'whiteboardAccessKey',
    field: 'accessKey',
    word: 'whiteboard access key',
    variable: 'AGORA_WHITEBOARD_ACCESS_KEY',
    path: ['whiteboard', 'accessKey'],
    caseSensitive: true,
  },
  secrets: [
    {
      key: 'whiteboardSecretKey',
      word: 'whiteboard secret key',
      variable: 'AGORA_WHITEBOARD_SECRET_KEY',
      path: ['whiteboard', 'secretKey'],
      certificate: 'whiteboard',
      role: 'whiteboard secret key',
      hex32: false,
    },
  ],
  secretWord: 'secret key',
  place: 'Projects, Configure, Interactive Whiteboard',
};

/** The kinds of projects; a profile may have one of each. */
export const PROJECTS: readonly Project[] = [AGORA_PROJECT, WHITEBOARD_PROJECT];

/** Every secret that a profile may have. */
export const PROJECT_SECRETS: readonly ProjectSecret[] = PROJECTS.flatMap(({ secrets }) => secrets);

/** The kind of project that tokens of a format belong to. */
export function projectOf({ format }: { readonly format: TokenFormat }): Project {
  return format.startsWith('whiteboard-') ? WHITEBOARD_PROJECT : AGORA_PROJECT;
}

/** What a secret is called beside its profile. */
export function secretRole(certificate: CertificateKind): string {
  return PROJECT_SECRETS.find((secret) => secret.certificate === certificate)?.role ?? '';
}
