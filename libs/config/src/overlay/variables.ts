/** Values from outside of the document, by variable name. */
export interface Overrides {
  readonly secrets: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly dotenv: Readonly<Record<string, string>>;
}

/** One value from outside, and where it came from. */
export interface Override {
  readonly name: string;
  readonly raw: string;
  readonly from: 'secret file' | 'environment' | '.env file';
}

/** The variable that overrides a path: `dumb.api_service.port` → `DUMB_API_SERVICE_PORT`. */
export function toVariableName(path: readonly string[]): string {
  return path.join('_').toUpperCase();
}

/** The names a path answers to, the proper one first. A shell cannot set a name with spaces, so `_` stands for them too. */
function variableNames(path: readonly string[]): readonly string[] {
  const paths = path[0] === 'infinidysk' ? [path, ['nzbdav', ...path.slice(1)]] : [path];
  return [...new Set(paths.map(toVariableName).flatMap((name) => [name, name.replace(/[^A-Z0-9_]/g, '_')]))];
}

/** The override of a path: secret file before environment before .env file; the proper name before its aliases. */
export function findOverride(path: readonly string[], overrides: Overrides): Override | undefined {
  for (const name of variableNames(path)) {
    const found = lookUp(name, overrides);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A blank secret file counts, a blank variable does not; but it hides one of the same name in the .env file. */
function lookUp(name: string, { secrets, env, dotenv }: Overrides): Override | undefined {
  const secret = read(secrets, name);
  if (secret !== undefined) return { name, raw: secret, from: 'secret file' };
  const variable = read(env, name);
  if (variable !== undefined) return variable.trim() === '' ? undefined : { name, raw: variable, from: 'environment' };
  const line = read(dotenv, name);
  return line === undefined || line.trim() === '' ? undefined : { name, raw: line, from: '.env file' };
}

function read(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
