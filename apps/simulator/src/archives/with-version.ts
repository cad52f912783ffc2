/** A module that knows which version it plays. */
export function withVersion(code: string, version: string): string {
  return `globalThis.STAND_IN_VERSION = ${JSON.stringify(version)};\n${code}`;
}
