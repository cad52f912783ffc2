/** Fields of one paragraph of a Debian control file, by lower-case name; further lines of a field are kept, one each. */
export type ControlFields = ReadonlyMap<string, string>;

/** Reads a file of paragraphs, as indexes of Debian repositories are (deb822(5)). Lines that belong nowhere are skipped. */
export function parseControl(text: string): readonly ControlFields[] {
  return text
    .split(/\r?\n[ \t]*(?:\r?\n)+/)
    .map(parseParagraph)
    .filter((fields) => fields.size > 0);
}

function parseParagraph(text: string): ControlFields {
  const fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const start = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line);
    if (start?.[1] !== undefined) {
      name = start[1].toLowerCase();
      fields.set(name, (start[2] ?? '').trimEnd());
    } else if (name !== undefined && /^[ \t]+\S/.test(line)) {
      fields.set(name, `${fields.get(name) ?? ''}\n${line.trim()}`);
    }
  }
  return fields;
}
