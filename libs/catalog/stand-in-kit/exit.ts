/** Ends the program the way the real one does on bad input: one line on standard error, and its exit code. */
export function refuse(message: string, code = 1): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

/** The environment variable, or the refusal that the real program gives. */
export function requireEnv(name: string, message = `${name} is not set`): string {
  const value = process.env[name];
  return value === undefined || value === '' ? refuse(message) : value;
}

/** Version that the packer of the simulator put in; from source there is none. */
export function standInVersion(fallback: string): string {
  const packed: unknown = Reflect.get(globalThis, 'STAND_IN_VERSION');
  return typeof packed === 'string' ? packed : fallback;
}
