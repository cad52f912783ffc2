import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Overrides } from '@showrunner/config';

const secretsDirectory = '/run/secrets';

/** Everything that may lie over the stack document: secret files, the environment, and `/config/.env`. */
export function readOverrides(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  port?: number,
  host?: string,
): Overrides {
  const variables = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  // Our own listener is an entry of the document, so that its port is leased like every other.
  if (port !== undefined) variables['DUMB_API_SERVICE_PORT'] = String(port);
  if (host !== undefined) variables['DUMB_API_SERVICE_HOST'] = host;
  return { secrets: readSecrets(), env: variables, dotenv: readDotenv(join(`${root}/`, 'config', '.env')) };
}

function readSecrets(): Record<string, string> {
  const names = listFiles(secretsDirectory);
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(secretsDirectory, name), 'utf8')]));
}

function listFiles(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => statSync(join(directory, name)).isFile());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function readDotenv(path: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
  return Object.fromEntries(
    Object.entries(parseEnv(text)).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
