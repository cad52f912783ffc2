import { program } from '../../upstream/played.ts';
import type { ContainerImage, LayerEntry, Upstream } from '../../upstream/upstream.ts';
import { scripts } from './scripts.ts';

const triples = { amd64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' };

/** What a Debian has in its libraries, and around them what must not be taken or followed. */
function base(triple: string): readonly LayerEntry[] {
  const libraries = `usr/lib/${triple}`;
  return [
    { path: `${libraries}/libdrm.so.2.4.0`, needs: ['libc.so.6'] },
    { path: `${libraries}/libdrm.so.2`, link: 'libdrm.so.2.4.0' },
    { path: `${libraries}/libblas.so.3`, link: '/etc/alternatives/libblas.so.3' },
    { path: `${libraries}/libunused.so.1`, needs: [] },
    { path: 'usr/bin/perl', content: '#!/bin/sh\n', executable: true },
    { path: 'usr/bin/perl5.40', hardLink: 'usr/bin/perl' },
    { path: 'dev/null', device: true },
  ];
}

const media: readonly LayerEntry[] = [
  { path: 'usr/lib/jellyfin-ffmpeg/ffmpeg', needs: ['libavcodec.so.61', 'libc.so.6'] },
  { path: 'usr/lib/jellyfin-ffmpeg/ffprobe', needs: ['libavcodec.so.61', 'libm.so.6'] },
  { path: 'usr/lib/jellyfin-ffmpeg/lib/libavcodec.so.61', needs: ['libdrm.so.2', 'libc.so.6'] },
  { path: 'usr/local/bin/ffmpeg', link: '/usr/lib/jellyfin-ffmpeg/ffmpeg' },
  { path: 'usr/local/bin/ffprobe', link: '../../lib/jellyfin-ffmpeg/ffprobe' },
  { path: 'usr/local/bin/yt-dlp', content: '#!/bin/sh\necho 2026.06.09\n', executable: true },
  { path: 'usr/local/bin/deno', content: '#!/bin/sh\necho "deno 2.9.3 (simulated)"\n', executable: true },
  // Of the image that this one was made of; the next layer takes them away.
  { path: 'opt/strmr-web/index.html', content: '<!doctype html><title>before</title>\n' },
  { path: 'opt/strmr-web/before.js', content: 'export {};\n' },
  { path: 'opt/iroh/before', content: 'x' },
];

function own(version: string): readonly LayerEntry[] {
  return [
    program('app/mediastorm', 'mediastorm', version),
    { path: 'root/mediastorm', link: '/app/mediastorm' },
    { path: 'app/cache', link: '/root/cache' },
    { path: 'app/version.txt', content: `${version}\n20260822\n` },
    { path: 'opt/strmr-web/.wh.before.js', content: '' },
    { path: 'opt/strmr-web/index.html', content: '<!doctype html><title>mediastorm (simulated)</title>\n' },
    { path: 'opt/iroh/.wh..wh..opq', content: '' },
    { path: 'opt/iroh/iroh-direct-spike', content: '#!/bin/sh\nexec sleep 1\n' },
    ...scripts.map((path) => ({ path, content: '# Simulated.\n' })),
  ];
}

function image(version: string, ...tags: readonly string[]): ContainerImage {
  return { tags: [...tags, version], layers: (architecture) => [base(triples[architecture]), media, own(version)] };
}

/** The stand-in of mediastorm in an image like that of the project: a Debian, a player's tools, the program. */
export default {
  images: [
    {
      host: 'registry-1.docker.io',
      name: 'godver3/mediastorm',
      images: [image('1.5.0', 'latest', '1.5.020260822'), image('1.4.0', '1'.repeat(40))],
    },
  ],
  wheels: [
    { name: 'parsett', version: '1.8.5', files: [{ path: 'PTT/__init__.py', content: '# Simulated.\n' }] },
    { name: 'subliminal', version: '2.6.0', files: [{ path: 'subliminal/__init__.py', content: '# Simulated.\n' }] },
  ],
} satisfies Upstream;
