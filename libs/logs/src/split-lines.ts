/** A line longer than this is cut; the rest of it is dropped, so that a line without end costs no memory. */
export const longestLine = 64 * 1024;
const cutMark = ' … (cut)';

/** Turns bytes, cut anywhere, into lines. */
export interface LineSplitter {
  /** Lines that are whole now. */
  push(bytes: Uint8Array): readonly string[];
  /** What is there of a last line that has no end; for a file that was replaced or closed. */
  flush(): string | undefined;
}

/** Makes a splitter. Bytes that are no UTF-8 become replacement characters; a character may be cut by a chunk border. */
export function createLineSplitter(limit = longestLine): LineSplitter {
  let decoder = new TextDecoder();
  let rest = '';
  let dropping = false;
  const take = (): string => {
    const line = dropping ? `${rest}${cutMark}` : rest;
    rest = '';
    dropping = false;
    return asShown(line);
  };
  const grow = (text: string): void => {
    if (dropping) return;
    dropping = rest.length + text.length > limit;
    rest = dropping ? (rest + text).slice(0, limit) : rest + text;
  };
  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      const parts = text.split('\n');
      const last = parts.pop() ?? '';
      const painted = text.includes('\r');
      const lines = parts.map((part, index) => {
        // Nearly every line is whole, short and as it is shown.
        if (index > 0 && !painted && part.length <= limit) return part;
        grow(part);
        return take();
      });
      grow(last);
      return lines;
    },
    flush() {
      grow(decoder.decode());
      decoder = new TextDecoder();
      return rest === '' ? undefined : take();
    },
  };
}

/** A progress bar paints over itself with carriage returns; what a terminal would show in the end is the line. */
function asShown(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.includes('\r') ? (text.split('\r').findLast((part) => part !== '') ?? '') : text;
}
