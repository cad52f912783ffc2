/* One live follower of a log whose lines begin with their number: what came, what is missing, what came out of order. */
import { followLog } from '@showrunner/logs';

const plain = { spec: { patterns: [] }, redact: (line) => line };

/** Follows until the last of `lines` has come; resolves as soon as it follows. Times are those of this process. */
export async function followNumbered({ files, clock, path, lines }) {
  const stop = new AbortController();
  const seen = { lines: 0, missed: 0, disordered: 0, last: 0 };
  let startedAt;
  let begins;
  const begun = new Promise((resolve) => (begins = resolve));
  const take = async ({ records, missed }) => {
    begins();
    if (records.length > 0) startedAt ??= performance.now();
    seen.missed += missed;
    for (const { raw } of records) {
      const number = Number(raw.slice(0, 8));
      if (number <= seen.last) seen.disordered += 1;
      seen.last = number;
      seen.lines += 1;
    }
    if (seen.last >= lines) stop.abort();
  };
  const followed = followLog({ ...plain, files, clock, path, tail: 0, take }, stop.signal);
  await Promise.race([begun, followed]);
  return { report: followed.then(() => ({ ...seen, ms: performance.now() - startedAt })) };
}

/** A reader that takes its first piece and never comes to an end with it; resolves when it has it. */
export function neverRead({ files, clock, path }) {
  return new Promise((resolve, reject) => {
    const take = () => {
      resolve();
      return new Promise(() => undefined);
    };
    followLog({ ...plain, files, clock, path, tail: 100, take }, new AbortController().signal).catch(reject);
  });
}
