/** The text of the first element of that name; `undefined` where there is none. For the flat files of settings. */
export function readElement(xml: string, name: string): string | undefined {
  const match = new RegExp(`<${name}(?:\\s[^>]*)?(?:/>|>([^<]*)</${name}>)`).exec(xml);
  return match === null ? undefined : decodeXml((match[1] ?? '').trim());
}

/** The same file with that element set; a new one is put at the end. */
export function writeElement(xml: string, root: string, name: string, value: string): string {
  const element = `<${name}>${encodeXml(value)}</${name}>`;
  if (readElement(xml, name) !== undefined)
    return xml.replace(new RegExp(`<${name}(?:\\s[^>]*)?(?:/>|>[^<]*</${name}>)`), () => element);
  return xml.replace(new RegExp(`\\s*</${root}>`), () => `\n  ${element}\n</${root}>`);
}

/** Whether every element that is opened is closed again, in order, and the first one has that name. */
export function isWellFormed(xml: string, root: string): boolean {
  const open: string[] = [];
  let first: string | undefined;
  const body = xml.replace(/<\?[^]*?\?>|<!--[^]*?-->/g, '');
  for (const [, close, name = '', self] of body.matchAll(/<(\/?)([\w:.-]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    first ??= name;
    if (close === '/') {
      if (open.pop() !== name) return false;
    } else if (self !== '/') open.push(name);
  }
  return first === root && open.length === 0 && !/<[^>]*$/.test(body);
}

export function encodeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function decodeXml(text: string): string {
  const names: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_all, name: string) => names[name] ?? '');
}
