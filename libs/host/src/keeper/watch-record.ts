import { watch } from 'node:fs';

/** Where the kernel cannot tell of changes, we look this often. */
const blindMs = 5;

/**
 * Calls at each change of a run record, until the answer is called. Having no inotify watch left is no reason to fail:
 * then it calls again and again. Whoever needs to be sure looks once more after this has returned.
 */
export function watchRecord(path: string, onChange: () => void, everyMs = blindMs): () => void {
  let timer: NodeJS.Timeout | undefined;
  const goBlind = () => {
    timer ??= setInterval(onChange, everyMs);
    timer.unref();
  };
  try {
    const watcher = watch(path, { persistent: false }, onChange);
    watcher.on('error', () => {
      watcher.close();
      goBlind();
    });
    return () => {
      watcher.close();
      clearInterval(timer);
    };
  } catch {
    goBlind();
    return () => clearInterval(timer);
  }
}
