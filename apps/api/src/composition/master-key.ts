import { createHmac } from 'node:crypto';
import type { Files, Ids } from '@showrunner/platform';
import type { HostFacts } from '@showrunner/planner';

const bytes = { hex32: 16, hex64: 32, urlsafe32: 24 } as const;

/**
 * Opens the stack's master key, drawing one the first time, and answers the function that derives every generated
 * secret from it (docs/decisions/0004).
 */
export async function openSecrets(path: string, files: Files, ids: Ids): Promise<HostFacts['secret']> {
  let key = await files.readText(path);
  if (key === undefined) {
    key = ids.secret(32);
    await files.write(path, key, { mode: 0o600 });
  }
  const master = key.trim();
  return (name, kind) => {
    const digest = createHmac('sha256', master).update(`${kind}/${name}`).digest().subarray(0, bytes[kind]);
    return digest.toString(kind === 'urlsafe32' ? 'base64url' : 'hex');
  };
}
