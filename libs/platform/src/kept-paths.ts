/** Whether a path is one of these or lies below one. A `*` in them stands for any part of a name, never for a slash. */
export function isKept(path: string, keep: readonly string[]): boolean {
  return keep.some((kept) => {
    if (!kept.includes('*')) return path === kept || path.startsWith(`${kept}/`);
    const wanted = kept.split('/');
    const parts = path.split('/');
    return parts.length >= wanted.length && wanted.every((name, at) => matchesName(parts[at] ?? '', name));
  });
}

/** Whether a name fits a pattern in which `*` stands for any part of it. */
export function matchesName(name: string, pattern: string): boolean {
  const [start = '', ...rest] = pattern.split('*');
  const end = rest.pop();
  if (end === undefined) return name === pattern;
  if (!name.startsWith(start) || !name.endsWith(end) || name.length < start.length + end.length) return false;
  let at = start.length;
  for (const part of rest) {
    const found = name.slice(0, name.length - end.length).indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}
