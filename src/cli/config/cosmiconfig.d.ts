/** cosmiconfig's explorer itself, of which the package declares no types. */
declare module 'cosmiconfig/dist/ExplorerSync.js' {
  import type { Options, PublicExplorerSync } from 'cosmiconfig';

  /** @internal in cosmiconfig: its own way in reads settings from the working directory first. */
  export const ExplorerSync: new (
    options: Options & { readonly moduleName: string; readonly metaConfigFilePath: null },
  ) => PublicExplorerSync;
}
