/** The value of a key in a section of an INI text; undefined where there is none. */
export function readKey(text: string, section: string, key: string): string | undefined {
  const lines = text.split('\n');
  const range = findSection(lines, section);
  if (range === undefined) return undefined;
  const line = lines.slice(range.from, range.to).find((candidate) => keyOf(candidate) === key);
  return line?.slice(line.indexOf('=') + 1).trim();
}

/** The text with one key of one section set, or removed for `undefined`; every other line stays as it is. */
export function writeKey(text: string, section: string, key: string, value: string | undefined): string {
  const lines = text.split('\n');
  const range = findSection(lines, section);
  if (range === undefined) {
    if (value === undefined) return text;
    const gap = text === '' || text.endsWith('\n') ? '' : '\n';
    return `${text}${gap}[${section}]\n${key} = ${value}\n`;
  }
  const body = lines.slice(range.from, range.to).filter((line) => keyOf(line) !== key);
  if (value !== undefined) {
    const end = body.findLastIndex((line) => line.trim() !== '') + 1;
    body.splice(end, 0, `${key} = ${value}`);
  }
  return [...lines.slice(0, range.from), ...body, ...lines.slice(range.to)].join('\n');
}

function findSection(lines: readonly string[], section: string): { from: number; to: number } | undefined {
  const header = lines.findIndex((line) => line.trim() === `[${section}]`);
  if (header === -1) return undefined;
  const next = lines.findIndex((line, index) => index > header && /^\s*\[.*\]\s*$/.test(line));
  return { from: header + 1, to: next === -1 ? lines.length : next };
}

function keyOf(line: string): string {
  return /^\s*[#;]/.test(line) ? '' : (line.split('=')[0] ?? '').trim();
}
