// Written by tools/checks/catalog.ts from the service folders, in the order of the stack document. Do not edit.
import type { Upstream } from './upstream/upstream.ts';
import traefik from './services/traefik/upstream.ts';
import traefikProxyAdmin from './services/traefik_proxy_admin/upstream.ts';
import authelia from './services/authelia/upstream.ts';
import cloudflared from './services/cloudflared/upstream.ts';
import cliDebrid from './services/cli_debrid/upstream.ts';
import decypharr from './services/decypharr/upstream.ts';
import infinidysk from './services/infinidysk/upstream.ts';
import emby from './services/emby/upstream.ts';
import jellyfin from './services/jellyfin/upstream.ts';
import lidarr from './services/lidarr/upstream.ts';
import phalanxDb from './services/phalanx_db/upstream.ts';
import tautulli from './services/tautulli/upstream.ts';
import bazarr from './services/bazarr/upstream.ts';
import pulsarr from './services/pulsarr/upstream.ts';
import maintainerr from './services/maintainerr/upstream.ts';
import aiostreams from './services/aiostreams/upstream.ts';
import mediastorm from './services/mediastorm/upstream.ts';
import altmount from './services/altmount/upstream.ts';
import neutarr from './services/neutarr/upstream.ts';
import profilarr from './services/profilarr/upstream.ts';
import seerr from './services/seerr/upstream.ts';
import pgadmin from './services/pgadmin/upstream.ts';
import prowlarr from './services/prowlarr/upstream.ts';
import rivenBackend from './services/riven_backend/upstream.ts';
import rivenFrontend from './services/riven_frontend/upstream.ts';
import radarr from './services/radarr/upstream.ts';
import sonarr from './services/sonarr/upstream.ts';
import whisparr from './services/whisparr/upstream.ts';
import zilean from './services/zilean/upstream.ts';
import zurg from './services/zurg/upstream.ts';
import plexDebrid from './services/plex_debrid/upstream.ts';

export const upstreams: readonly Upstream[] = [
  traefik,
  traefikProxyAdmin,
  authelia,
  cloudflared,
  cliDebrid,
  decypharr,
  infinidysk,
  emby,
  jellyfin,
  lidarr,
  phalanxDb,
  tautulli,
  bazarr,
  pulsarr,
  maintainerr,
  aiostreams,
  mediastorm,
  altmount,
  neutarr,
  profilarr,
  seerr,
  pgadmin,
  prowlarr,
  rivenBackend,
  rivenFrontend,
  radarr,
  sonarr,
  whisparr,
  zilean,
  zurg,
  plexDebrid,
];
