import { aiostreams } from './aiostreams.ts';
import { altmount } from './altmount.ts';
import { arrRepositories } from './arrs.ts';
import { bazarr } from './bazarr.ts';
import { cliDebrid } from './cli-debrid.ts';
import { decypharr } from './decypharr.ts';
import { emby } from './emby.ts';
import { hostile } from './hostile.ts';
import { infinidysk } from './infinidysk.ts';
import { maintainerr } from './maintainerr.ts';
import { neutarr } from './neutarr.ts';
import { phalanxDb } from './phalanx-db.ts';
import { plexDebrid } from './plex-debrid.ts';
import { profilarr } from './profilarr.ts';
import { pulsarr } from './pulsarr.ts';
import { rivenBackend } from './riven-backend.ts';
import { rivenFrontend } from './riven-frontend.ts';
import { seerr } from './seerr.ts';
import { tautulli } from './tautulli.ts';
import { traefik } from './traefik.ts';
import { zilean } from './zilean.ts';
import { zurg } from './zurg.ts';
import type { Repository } from './repository.ts';

/** All projects that the release server has. */
export const repositories: readonly Repository[] = [
  aiostreams,
  altmount,
  ...arrRepositories,
  bazarr,
  cliDebrid,
  decypharr,
  emby,
  hostile,
  infinidysk,
  maintainerr,
  neutarr,
  phalanxDb,
  plexDebrid,
  profilarr,
  pulsarr,
  rivenBackend,
  rivenFrontend,
  seerr,
  tautulli,
  traefik,
  zilean,
  zurg,
];

/** The project of that owner and name, in any case, as on GitHub. */
export function findRepository(owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  return repositories.find((repository) => `${repository.owner}/${repository.name}`.toLowerCase() === wanted);
}
