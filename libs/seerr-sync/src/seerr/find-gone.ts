import { pageSize, type SeerrClient } from './client.ts';

/**
 * Which of the ids a server no longer has, of a list that has lost some and gained none: by halves, so that one removal
 * among ten thousand costs eight pages and not a hundred. `undefined` where the pages do not fit together.
 * @param known ids in ascending order
 * @param total how many the server says it has
 * @throws SeerrError
 */
export async function findGone(
  client: SeerrClient,
  known: readonly number[],
  total: number,
): Promise<ReadonlySet<number> | undefined> {
  const pages = new Map<number, readonly number[] | undefined>();
  const idAt = async (offset: number): Promise<number | undefined> => {
    const skip = offset - (offset % pageSize);
    if (!pages.has(skip)) {
      const page = await client.page({ skip, sort: 'added', sortDirection: 'asc' });
      pages.set(skip, page.total === total ? page.ids : undefined);
    }
    return pages.get(skip)?.[offset - skip];
  };
  const gone = new Set<number>();
  for (let from = 0; gone.size < known.length - total;) {
    let end = known.length;
    while (from < end) {
      const middle = (from + end) >> 1;
      if ((await idAt(middle - gone.size)) === known[middle]) from = middle + 1;
      else end = middle;
    }
    const missing = known[from];
    if (missing === undefined) return undefined;
    gone.add(missing);
    from += 1;
  }
  // The end of the list shows whether all of this was true of one list.
  const last = known.findLast((id) => !gone.has(id));
  const isWhole = [...pages.values()].every((ids) => ids !== undefined);
  return isWhole && (total === 0 || (await idAt(total - 1)) === last) ? gone : undefined;
}
