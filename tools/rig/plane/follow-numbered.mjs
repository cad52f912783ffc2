/* One live follower of a log whose lines begin with their number: what came, what is missing, what came out of order. */
import { openLogStream } from '@showrunner/logs';

/** Follows until the last of `lines` has come; resolves as soon as it follows. Times are those of this process. */
export async function followNumbered({ files, clock, path, lines }) {
  const stop = new AbortController();
  const stream = await openLogStream({
    files,
    clock,
    path,
    spec: { patterns: [] },
    redact: (line) => line,
    onError: (error) => stop.abort(error),
  });
  return { report: read(stream, lines, stop.signal) };
}

async function read(stream, lines, signal) {
  const reader = stream.subscribe(0);
  const seen = { lines: 0, missed: 0, disordered: 0, last: 0 };
  let startedAt;
  try {
    while (seen.last < lines) {
      const { records, missed } = await reader.next(signal);
      startedAt ??= performance.now();
      seen.missed += missed;
      for (const { raw } of records) {
        const number = Number(raw.slice(0, 8));
        if (number <= seen.last) seen.disordered += 1;
        seen.last = number;
        seen.lines += 1;
      }
    }
  } finally {
    await stream.close();
  }
  return { ...seen, ms: performance.now() - startedAt };
}
