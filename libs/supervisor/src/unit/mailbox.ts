/** A queue that is worked off one item at a time, in order. */
export interface Mailbox<Item> {
  /** Resolves when the item has been dealt with. */
  post(item: Item): Promise<void>;
  /** Resolves when everything that was posted until now has been dealt with. */
  idle(): Promise<void>;
}

/** Makes a mailbox. A failure of `handle` belongs to `onError`; the items behind it are still dealt with. */
export function createMailbox<Item>(
  handle: (item: Item) => Promise<void>,
  onError: (error: unknown) => void,
): Mailbox<Item> {
  let tail: Promise<void> = Promise.resolve();
  return {
    post(item) {
      tail = tail.then(() => handle(item)).catch(onError);
      return tail;
    },
    idle: () => tail,
  };
}
