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
