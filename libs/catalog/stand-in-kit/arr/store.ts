/** A resource of an Arr, as it was given and kept. */
export type Resource = Readonly<Record<string, unknown>> & { readonly id: number };

export type Collections = Readonly<Record<string, readonly Resource[]>>;

/** What an Arr keeps in its main database. */
export interface ArrStore {
  all(collection: string): readonly Resource[];
  get(collection: string, id: number): Resource | undefined;
  insert(collection: string, body: Readonly<Record<string, unknown>>): Promise<Resource>;
  replace(collection: string, resource: Resource): Promise<void>;
  remove(collection: string, id: number): Promise<void>;
}

/** @param save is told of every change before it is answered */
export function createArrStore(initial: Collections, save: (all: Collections) => Promise<void>): ArrStore {
  let now: Collections = initial;
  const all = (collection: string): readonly Resource[] => now[collection] ?? [];
  const put = async (collection: string, resources: readonly Resource[]): Promise<void> => {
    now = { ...now, [collection]: resources };
    await save(now);
  };
  return {
    all,
    get: (collection, id) => all(collection).find((resource) => resource.id === id),
    async insert(collection, body) {
      const id = Math.max(0, ...all(collection).map((resource) => resource.id)) + 1;
      const resource = { ...body, id };
      await put(collection, [...all(collection), resource]);
      return resource;
    },
    replace: (collection, resource) =>
      put(
        collection,
        all(collection).map((present) => (present.id === resource.id ? resource : present)),
      ),
    remove: (collection, id) =>
      put(
        collection,
        all(collection).filter((present) => present.id !== id),
      ),
  };
}
