const scalar =
  /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const blank = /[ \t\r\n]*/y;

/** Offset of the first thing in a text that is not JSON; engines name it only sometimes. `undefined`: it is JSON. */
export function findJsonError(text: string): number | undefined {
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    at += found?.[0].length ?? 0;
    return found !== null;
  };
  const takeMark = (mark: string): boolean => {
    take(blank);
    if (text[at] !== mark) return false;
    at++;
    return true;
  };
  const members = (close: string, member: () => boolean): boolean => {
    if (takeMark(close)) return true;
    do {
      if (!member()) return false;
    } while (takeMark(','));
    return takeMark(close);
  };
  const key = (): boolean => {
    take(blank);
    return text[at] === '"' && take(scalar) && takeMark(':') && value();
  };
  const value = (): boolean => {
    if (takeMark('{')) return members('}', key);
    if (takeMark('[')) return members(']', value);
    return take(scalar);
  };
  const whole = value();
  take(blank);
  return whole && at === text.length ? undefined : Math.min(at, Math.max(0, text.length - 1));
}
