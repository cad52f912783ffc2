import { createHash } from 'node:crypto';
import { program } from '@showrunner/catalog/upstream';
import type { FastifyReply } from 'fastify';
import { playFiles } from '../archives/play.ts';
import type { TreeFile } from '../archives/tree.ts';
import { bufferSource, sendBytes } from '../send-bytes.ts';
import type { Vendor, VendorRequest } from './vendor.ts';

const publicVersion = '1.42.1.10060-4e8b05daf';
const earlyVersion = '1.42.2.10156-f737b826c';
const versions = [earlyVersion, publicVersion, '1.41.3.9314-a0bfb8370'];
const builds = { 'linux-x86_64': 'amd64', 'linux-aarch64': 'arm64' };

const pathOf = (version: string, arch: string): string =>
  `/plex-media-server-new/${version}/debian/plexmediaserver_${version}_${arch}.deb`;

function filesOf(version: string): Promise<readonly TreeFile[]> {
  return playFiles([
    program('usr/lib/plexmediaserver/Plex Media Server', 'plex', version),
    { path: 'usr/lib/plexmediaserver/lib/plexmediaserver.service', content: '[Service]\n' },
    { path: 'etc/default/plexmediaserver', content: 'PLEX_MEDIA_SERVER_HOME=/usr/lib/plexmediaserver\n' },
  ]);
}

/** Where Plex's packages lie. */
export const plexDownloads: Vendor = async ({ path, request, reply, archives }) => {
  for (const version of versions) {
    for (const arch of Object.values(builds)) {
      if (path !== pathOf(version, arch)) continue;
      const { content, sha256 } = await archives.get(`plexmediaserver_${version}_${arch}.deb`, 'deb', () =>
        filesOf(version),
      );
      return sendBytes(request, reply, bufferSource(content, 'application/octet-stream', sha256));
    }
  }
  return undefined;
};

/** The list of downloads, and accounts: tokens that start with `bad-` and claims that start with `claim-bad` are none. */
export const plexAccounts: Vendor = async (asked) => {
  if (asked.path === '/api/downloads/5.json' && asked.request.method === 'GET') return await sendList(asked);
  if (asked.path === '/api/claim/exchange' && asked.request.method === 'POST') return sendClaim(asked);
  return undefined;
};

async function sendList({ request, reply, archives }: VendorRequest): Promise<FastifyReply> {
  const token = request.headers['x-plex-token'];
  if (typeof token === 'string' && token.startsWith('bad-'))
    return reply.code(401).send({ errors: [{ code: 1001, message: 'User could not be authenticated', status: 401 }] });
  const isEarly = token !== undefined && queryOf(request.url).get('channel') === 'plexpass';
  const version = isEarly ? earlyVersion : publicVersion;
  const releases = await Promise.all(
    Object.entries(builds).map(async ([build, arch]) => {
      const { content } = await archives.get(`plexmediaserver_${version}_${arch}.deb`, 'deb', () => filesOf(version));
      const checksum = createHash('sha1').update(content).digest('hex');
      const url = `https://downloads.plex.tv${pathOf(version, arch)}`;
      return { label: `Debian (${arch})`, build, distro: 'debian', url, checksum };
    }),
  );
  const linux = { id: 'linux', name: 'Linux', release_date: 1756300000, version, releases };
  return reply.send({ computer: { Linux: linux }, nas: {} });
}

function sendClaim({ request, reply }: VendorRequest): FastifyReply {
  const claim = queryOf(request.url).get('token') ?? '';
  const id = request.headers['x-plex-client-identifier'];
  const isGood = /^claim-[\w-]+$/.test(claim) && !claim.startsWith('claim-bad');
  reply.type('application/xml');
  if (!isGood || typeof id !== 'string' || !/^[0-9a-f]{40}$/.test(id))
    return reply.code(422).send('<?xml version="1.0"?><errors><error>Claim token is not valid</error></errors>');
  const token = createHash('sha256').update(claim).digest('base64url').slice(0, 20);
  return reply.send(
    `<?xml version="1.0" encoding="UTF-8"?><response><authentication-token>${token}</authentication-token></response>`,
  );
}

function queryOf(url: string): URLSearchParams {
  return new URL(url, 'http://plex.invalid').searchParams;
}
