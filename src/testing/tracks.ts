import { Emitter } from './emitter.js';

/**
 * The SDK's own type, whichever it is: the look-alike has no media, and its types would need the DOM.
 */
// biome-ignore lint/suspicious/noExplicitAny: so that the look-alike fits where the SDK's type is asked for.
export type OfTheSdk = any;

/** What is published. */
export type MediaType = 'audio' | 'video';

/** What every track has: it plays nothing. */
export class EmulatedTrack extends Emitter {
  static #made = 0;
  readonly #id = `track-emulated-${EmulatedTrack.#made++}`;
  /** What kind of track it is. */
  readonly trackMediaType: MediaType;
  /** Whether `play` was called, and `stop` not since. */
  isPlaying = false;

  /** @internal */
  constructor(trackMediaType: MediaType) {
    super();
    this.trackMediaType = trackMediaType;
  }

  /** A name of its own. */
  getTrackId(): string {
    return this.#id;
  }

  /** Only remembers that it was called. */
  play(_element?: unknown, _config?: unknown): void {
    this.isPlaying = true;
  }

  /** Only remembers that it was called. */
  stop(): void {
    this.isPlaying = false;
  }

  /** No statistics: there is no media. */
  getStats(): OfTheSdk {
    return {};
  }

  /** Does nothing. */
  setVolume(_volume: number): void {}
}

/** A microphone or camera without media. */
export class EmulatedLocalTrack extends EmulatedTrack {
  /** What `setEnabled` was called with. */
  enabled = true;
  /** What `setMuted` was called with. */
  muted = false;

  /** Only remembers it. */
  async setEnabled(enabled: boolean): Promise<void> {
    this.enabled = enabled;
  }

  /** Only remembers it. */
  async setMuted(muted: boolean): Promise<void> {
    this.muted = muted;
  }

  /** Says that it is emulated. */
  getTrackLabel(): string {
    return `emulated ${this.trackMediaType}`;
  }

  /** Does nothing. */
  async setDevice(_device: unknown): Promise<void> {}

  /** Stops playing. */
  close(): void {
    this.stop();
  }
}
