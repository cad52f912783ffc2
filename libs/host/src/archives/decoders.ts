import { spawn } from 'node:child_process';
import { Duplex as DuplexStream, PassThrough, type Duplex } from 'node:stream';
import * as zlib from 'node:zlib';
import { Problem } from '@showrunner/contracts';

/** How a stream is compressed. */
export type Compression = 'gz' | 'xz' | 'zst' | 'none';

/** A stream that takes compressed bytes and gives plain ones. */
export function decoder(compression: Compression): Duplex {
  switch (compression) {
    case 'none':
      return new PassThrough();
    case 'gz':
      return zlib.createGunzip();
    case 'xz':
      return throughProgram('xz', 'xz-utils');
    case 'zst': {
      // Node can do it by itself from 22.15 on.
      const create: unknown = Reflect.get(zlib, 'createZstdDecompress');
      return typeof create === 'function' ? (create as () => Duplex)() : throughProgram('zstd', 'zstd');
    }
  }
}

function throughProgram(program: string, packageName: string): Duplex {
  const child = spawn(program, ['--decompress', '--stdout'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const stream = DuplexStream.from({ writable: child.stdin, readable: child.stdout });
  child.once('error', (cause) => {
    stream.destroy(
      new Problem('host.missing', `Unpacking this archive needs the program ${program} (package ${packageName})`, {
        cause,
      }),
    );
  });
  child.once('exit', (code) => {
    if (code !== 0 && code !== null) stream.destroy(new Error(`${program} ended with code ${code}`));
  });
  stream.once('close', () => child.kill());
  return stream;
}
