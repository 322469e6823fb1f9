/** Meanings, not colours: what a report marks. Without colour each returns its text unchanged. */
export interface Style {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  info(text: string): string;
  strong(text: string): string;
  dim(text: string): string;
}

export type ColourLevel = 0 | 1 | 2 | 3;

const same = (text: string) => text;

export const PLAIN: Style = {
  good: same,
  bad: same,
  warn: same,
  info: same,
  strong: same,
  dim: same,
};
