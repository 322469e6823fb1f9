/** cosmiconfig's explorer itself, of which the package declares no types. */
declare module 'cosmiconfig/dist/Explorer.js' {
  import type { Options, PublicExplorer } from 'cosmiconfig';

  /** @internal in cosmiconfig: its own way in reads settings from the working directory first. */
  export const Explorer: new (
    options: Options & { readonly moduleName: string; readonly metaConfigFilePath: null },
  ) => PublicExplorer;
}
