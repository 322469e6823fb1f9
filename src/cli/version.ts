import manifest from '../../package.json' with { type: 'json' };

/** The version of this package; the build writes it into the program. */
export const VERSION: string = manifest.version;
