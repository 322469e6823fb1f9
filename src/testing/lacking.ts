/**
 * Gives an object the methods of the SDK that the stand-in lacks, so that a test says which one it was.
 * @param owner what messages call the object: `client`
 * @param strict false: they resolve, and do nothing
 */
export function addLacking<T extends object>(
  object: T,
  names: readonly string[],
  owner: string,
  strict: boolean,
): T {
  for (const name of names) {
    Object.defineProperty(object, name, {
      configurable: true,
      writable: true,
      value: strict
        ? () => {
            throw new Error(
              `the stand-in of agora-token-cli/testing has no ${owner}.${name}(): it replaces Agora's servers for tokens, not for media. ` +
                'Replace it in the test, or pass { strict: false } to createAgoraEmulator.',
            );
          }
        : () => Promise.resolve(),
    });
  }
  return object;
}
