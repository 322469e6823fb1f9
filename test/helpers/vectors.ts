import { readFileSync } from 'node:fs';

/** A case of one of the vector files; which fields it has depends on the file. */
export interface Vector {
  readonly id?: string;
  readonly by?: string;
  readonly case?: string;
  readonly format: string;
  readonly token: string;
  // biome-ignore lint/suspicious/noExplicitAny: the files have no schema of their own.
  readonly [field: string]: any;
}

export type VectorFile =
  | 'official'
  | 'access-token-2'
  | 'access-token'
  | 'whiteboard'
  | 'edge-cases';

/** Tokens that Agora's own code has built, with what it was asked to build. */
export function vectors(file: VectorFile): readonly Vector[] {
  const url = new URL(`../vectors/${file}.json`, import.meta.url);
  read[file] ??= JSON.parse(readFileSync(url, 'utf8')).cases as Vector[];
  return read[file];
}

const read: { [file in VectorFile]?: readonly Vector[] } = {};

/** One of the hand-made odd tokens. */
export function edgeCase(name: string): string {
  return vectors('edge-cases').find((vector) => vector.case === name)?.token as string;
}

/** An official token by its id. */
export function official(id: string): string {
  return vectors('official').find((vector) => vector.id === id)?.token as string;
}
