import { type Repository, upstreams } from '@showrunner/catalog/upstream';
import { hostile } from './hostile.ts';

/** All projects that the release server has. */
export const repositories: readonly Repository[] = [
  ...upstreams.flatMap((upstream) => upstream.repositories ?? []),
  hostile,
];

/** The project of that owner and name, in any case, as on GitHub. */
export function findRepository(owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  return repositories.find((repository) => `${repository.owner}/${repository.name}`.toLowerCase() === wanted);
}
