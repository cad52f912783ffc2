// Written by tools/checks/catalog.ts from the service folders, in the order of the stack document. Do not edit.
import type { ServicePackage } from './vocabulary/manifest.ts';
import dumbApiService from './services/dumb_api_service/index.ts';
import dumbFrontend from './services/dumb_frontend/index.ts';
import traefik from './services/traefik/index.ts';
import traefikProxyAdmin from './services/traefik_proxy_admin/index.ts';
import authelia from './services/authelia/index.ts';
import cloudflared from './services/cloudflared/index.ts';
import cliDebrid from './services/cli_debrid/index.ts';
import cliBattery from './services/cli_battery/index.ts';
import decypharr from './services/decypharr/index.ts';
import infinidysk from './services/infinidysk/index.ts';
import emby from './services/emby/index.ts';
import jellyfin from './services/jellyfin/index.ts';
import lidarr from './services/lidarr/index.ts';
import phalanxDb from './services/phalanx_db/index.ts';
import plex from './services/plex/index.ts';
import tautulli from './services/tautulli/index.ts';
import bazarr from './services/bazarr/index.ts';
import pulsarr from './services/pulsarr/index.ts';
import maintainerr from './services/maintainerr/index.ts';
import aiostreams from './services/aiostreams/index.ts';
import mediastorm from './services/mediastorm/index.ts';
import altmount from './services/altmount/index.ts';
import neutarr from './services/neutarr/index.ts';
import seerrSync from './services/seerr_sync/index.ts';
import profilarr from './services/profilarr/index.ts';
import seerr from './services/seerr/index.ts';
import postgres from './services/postgres/index.ts';
import pgadmin from './services/pgadmin/index.ts';
import prowlarr from './services/prowlarr/index.ts';
import rclone from './services/rclone/index.ts';
import rivenBackend from './services/riven_backend/index.ts';
import rivenFrontend from './services/riven_frontend/index.ts';
import radarr from './services/radarr/index.ts';
import sonarr from './services/sonarr/index.ts';
import whisparr from './services/whisparr/index.ts';
import zilean from './services/zilean/index.ts';
import zurg from './services/zurg/index.ts';
import plexDebrid from './services/plex_debrid/index.ts';

export const services: readonly ServicePackage[] = [
  dumbApiService,
  dumbFrontend,
  traefik,
  traefikProxyAdmin,
  authelia,
  cloudflared,
  cliDebrid,
  cliBattery,
  decypharr,
  infinidysk,
  emby,
  jellyfin,
  lidarr,
  phalanxDb,
  plex,
  tautulli,
  bazarr,
  pulsarr,
  maintainerr,
  aiostreams,
  mediastorm,
  altmount,
  neutarr,
  seerrSync,
  profilarr,
  seerr,
  postgres,
  pgadmin,
  prowlarr,
  rclone,
  rivenBackend,
  rivenFrontend,
  radarr,
  sonarr,
  whisparr,
  zilean,
  zurg,
  plexDebrid,
];
