import { closeSync, constants, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import type { MachineFacts } from '@showrunner/platform';
import { currentBootId } from '../processes/identity.ts';
import { readProc } from '../processes/proc-stat.ts';

/** Bit of CAP_SYS_ADMIN, without which even root cannot mount. */
const mountCapability = 1n << 21n;

/** Major 10, minor 229: the number of FUSE on every Linux. */
const fuseDevice = (10 << 8) | 229;

/** Surveys this machine. `hasFuseHelper`: the setuid program that mounts for ordinary users is there. */
export function readMachineFacts(hasFuseHelper: boolean): MachineFacts {
  const isRoot = process.getuid?.() === 0;
  const fuse = canOpenFuse() && (isRoot ? mayMount() : hasFuseHelper);
  const allowsOther = /^\s*user_allow_other\b/m.test(readOptional('/etc/fuse.conf'));
  return {
    arch: process.arch === 'arm64' ? 'arm64' : 'amd64',
    libc: readLibc(),
    isRoot,
    bootId: currentBootId(),
    fuse,
    userAllowOther: isRoot || allowsOther,
    // As root we start services as somebody who may less than we.
    fuseForUsers: fuse && hasFuseHelper && allowsOther && (!isRoot || isFuseOpenToAll()),
    inContainer: isContainer(),
  };
}

function readLibc(): 'gnu' | 'musl' {
  const gnuLoaders = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1'];
  const muslLoaders = ['/lib/ld-musl-x86_64.so.1', '/lib/ld-musl-aarch64.so.1'];
  return muslLoaders.some((path) => existsSync(path)) && !gnuLoaders.some((path) => existsSync(path)) ? 'musl' : 'gnu';
}

/** Opened for real: root may access a node that the device rules of a container refuse, or that is another device. */
function canOpenFuse(): boolean {
  try {
    if (statSync('/dev/fuse').rdev !== fuseDevice) return false;
    closeSync(openSync('/dev/fuse', constants.O_RDWR));
    return true;
  } catch {
    return false; // the answer of stat(2) or open(2), whatever its errno
  }
}

function isFuseOpenToAll(): boolean {
  return (statSync('/dev/fuse').mode & 0o006) === 0o006;
}

function mayMount(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(readProc('/proc/self/status') ?? '')?.[1];
  return effective !== undefined && (BigInt(`0x${effective}`) & mountCapability) !== 0n;
}

function isContainer(): boolean {
  if (existsSync('/.dockerenv') || existsSync('/run/.containerenv')) return true;
  return /docker|containerd|kubepods|libpod|lxc/.test(readProc('/proc/1/cgroup') ?? '');
}

function readOptional(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
