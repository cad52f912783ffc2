/* One live follower of a log whose lines begin with their number: what came, what is missing, what came out of order. */
import { followLog } from '@showrunner/logs';

/** Follows until the last of `lines` has come; resolves as soon as it follows. Times are those of this process. */
export async function followNumbered({ files, clock, path, lines }) {
  const stop = new AbortController();
  const seen = { lines: 0, missed: 0, disordered: 0, last: 0 };
  let startedAt;
  let follows;
  const following = new Promise((resolve) => {
    follows = resolve;
  });
  const take = ({ records, missed }) => {
    follows();
    if (records.length > 0) startedAt ??= performance.now();
    seen.missed += missed;
    for (const { raw } of records) {
      const number = Number(raw.slice(0, 8));
      if (number <= seen.last) seen.disordered += 1;
      seen.last = number;
      seen.lines += 1;
    }
    if (seen.last >= lines) stop.abort();
    return Promise.resolve();
  };
  const request = { files, clock, path, spec: { patterns: [] }, redact: (line) => line, tail: 0, take };
  const done = followLog(request, stop.signal);
  await Promise.race([following, done]);
  return { report: done.then(() => ({ ...seen, ms: performance.now() - startedAt })) };
}
