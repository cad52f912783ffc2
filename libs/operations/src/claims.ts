import { Problem } from '@showrunner/contracts';

/** Which processes an operation works on, so that two never work on the same. */
export interface Claims {
  /** Takes all of the names or none. The answer gives them back. @throws Problem `operation.busy` */
  take(names: ReadonlySet<string>): () => void;
}

/** Starts with nothing claimed. */
export function createClaims(): Claims {
  const taken = new Set<string>();
  return {
    take(names) {
      const busy = [...names].filter((name) => taken.has(name));
      if (busy.length > 0) {
        throw new Problem('operation.busy', `Another operation is working on ${busy.join(', ')}.`, {
          details: { processNames: busy },
        });
      }
      for (const name of names) taken.add(name);
      return () => {
        for (const name of names) taken.delete(name);
      };
    },
  };
}
