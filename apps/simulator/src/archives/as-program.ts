/**
 * A file that runs by itself: a shell script to the kernel, a module to Node. It names our own Node, because a service
 * need not have one on its search path.
 */
export function asProgram(code: string): string {
  const node = process.execPath.replaceAll("'", `'\\''`);
  return `#!/bin/sh\n':' //; exec '${node}' --disable-warning=MODULE_TYPELESS_PACKAGE_JSON "$0" "$@"\n${code}`;
}
