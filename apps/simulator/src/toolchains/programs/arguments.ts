/** Ends the program as the real one does when it does not understand its arguments. */
export function refuse(message: string, code = 2): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

/**
 * Divides arguments into flags and the rest. A flag that was not announced is refused.
 * @param flags flag → whether it takes a value, behind it or after `=`
 */
export function readArguments(
  program: string,
  args: readonly string[],
  flags: Readonly<Record<string, 'value' | 'alone'>>,
): { readonly options: ReadonlyMap<string, string>; readonly rest: readonly string[] } {
  const options = new Map<string, string>();
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (!argument.startsWith('-') || argument === '-') {
      rest.push(argument);
      continue;
    }
    const at = argument.startsWith('--') ? argument.indexOf('=') : -1;
    const flag = at === -1 ? argument : argument.slice(0, at);
    const kind = flags[flag];
    if (kind === undefined || (kind === 'alone' && at !== -1))
      refuse(`${program}: error: unrecognized arguments: ${argument}`);
    const value = kind === 'alone' ? '' : at === -1 ? args[++index] : argument.slice(at + 1);
    if (value === undefined) refuse(`${program}: error: argument ${flag}: expected one argument`);
    options.set(flag, value);
  }
  return { options, rest };
}
