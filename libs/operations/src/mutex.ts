/** Runs one piece of work at a time, in the order of the calls. */
export function createMutex(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    // The next in line starts whether this one succeeds or not; its caller sees the failure.
    last = next.catch(() => undefined);
    return next;
  };
}

/** Runs work that holds several keys at once: it waits for all that was asked for earlier and holds one of them too. */
export function createKeyedMutex<K>(): <T>(keys: readonly K[], work: () => Promise<T>) => Promise<T> {
  const last = new Map<K, Promise<unknown>>();
  return (keys, work) => {
    const before = keys.map((key) => last.get(key));
    const next = Promise.all(before).then(work);
    const ended = next.then(
      () => undefined,
      () => undefined, // the caller sees it; the next in line starts all the same
    );
    for (const key of keys) last.set(key, ended);
    void ended.then(() => {
      for (const key of keys) if (last.get(key) === ended) last.delete(key);
    });
    return next;
  };
}
