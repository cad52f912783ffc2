import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { Problem, type ProblemCode } from '@showrunner/contracts';
import { elfMachines, machineName, readProgramKind } from './elf.ts';
import { errnoOf } from '../proc-stat.ts';

/** What is about to be executed. */
export interface Execution {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** Limits of execve(2) on Linux: one string, and all of them with the default stack of 8 MiB. */
const longestStringBytes = 128 * 1024;
const allStringsBytes = 2 * 1024 * 1024;

/**
 * Looks for every reason why an execution would fail, so that each gets its own code: the kernel answers ENOENT for a
 * missing program, directory and interpreter alike. Answers the full path of the program.
 * @throws Problem as `Processes.spawn`
 */
export function checkExecution(execution: Execution): string {
  checkStrings(execution);
  checkUser(execution.user);
  checkDirectory(execution.cwd);
  const program = findOnPath(execution);
  checkProgram(program, execution.user);
  return program;
}

function checkStrings({ argv, env }: Execution): void {
  const badName = Object.keys(env).find((name) => name === '' || name.includes('='));
  if (badName !== undefined) throw fail('unit.malformed', `There is no variable "${badName}".`, 'EINVAL');
  const strings = [...argv, ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
  const names = [...argv.map((_, index) => `argument ${index}`), ...Object.keys(env).map((name) => `variable ${name}`)];
  let total = 0;
  strings.forEach((text, index) => {
    const size = Buffer.byteLength(text) + 1;
    total += size + 8;
    if (text.includes('\0')) throw fail('unit.malformed', `The ${names[index]} holds a zero byte.`, 'EINVAL');
    if (size > longestStringBytes)
      throw fail(
        'unit.too-large',
        `The ${names[index]} has ${size} bytes; ${longestStringBytes} is the limit.`,
        'E2BIG',
      );
  });
  if (total > allStringsBytes) {
    throw fail(
      'unit.too-large',
      `Arguments and environment have ${total} bytes; ${allStringsBytes} is the limit.`,
      'E2BIG',
    );
  }
}

/** The highest number means "unchanged" to the kernel, so a program with that user would stay root. */
const unchangedId = 0xffff_ffff;

function checkUser(user: Execution['user']): void {
  if (user === undefined) return;
  const isId = (id: number) => Number.isInteger(id) && id >= 0 && id < unchangedId;
  if (!isId(user.uid) || !isId(user.gid)) {
    throw fail('unit.unknown-user', `There is no user ${user.uid}:${user.gid}.`, 'EINVAL');
  }
  if (process.getuid?.() === 0) return;
  if (user.uid === process.getuid?.() && user.gid === process.getgid?.()) return;
  throw fail('unit.permission', `Only root can start a program as user ${user.uid}:${user.gid}.`, 'EPERM');
}

function checkDirectory(cwd: string): void {
  const facts = statOf(cwd, 'unit.permission');
  if (facts === undefined)
    throw fail('unit.missing-directory', `The working directory ${cwd} does not exist.`, 'ENOENT');
  if (!facts.isDirectory()) throw fail('unit.missing-directory', `${cwd} is not a directory.`, 'ENOTDIR');
}

function findOnPath({ argv, cwd, env }: Execution): string {
  const [name] = argv;
  if (name.includes('/')) return isAbsolute(name) ? name : resolve(cwd, name);
  const directories = (env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter).filter((entry) => entry !== '');
  const found = directories.map((directory) => join(directory, name)).find((path) => isExecutable(path));
  if (found === undefined) {
    throw fail('unit.missing-program', `There is no program ${name} in ${directories.join(', ')}.`, 'ENOENT');
  }
  return found;
}

function isExecutable(path: string): boolean {
  try {
    const facts = statSync(path, { throwIfNoEntry: false });
    return facts !== undefined && facts.isFile() && (facts.mode & 0o111) !== 0;
  } catch (error) {
    if (isNoPath(error) || errnoOf(error) === 'EACCES') return false; // as every shell does, the next is tried
    throw error;
  }
}

function checkProgram(path: string, user: Execution['user']): void {
  const facts = statOf(path, 'unit.not-executable');
  if (facts === undefined) throw fail('unit.missing-program', `The program ${path} does not exist.`, 'ENOENT');
  if (!facts.isFile()) throw fail('unit.not-executable', `${path} is not a file.`, 'EACCES');
  if (!mayExecute(path, facts, user)) throw fail('unit.not-executable', `${path} may not be executed.`, 'EACCES');
  const kind = readKind(path);
  if (kind.kind === 'elf' && kind.machine !== elfMachines[process.arch]) {
    throw fail('unit.wrong-architecture', `${path} is for ${machineName(kind.machine)}.`, 'ENOEXEC');
  }
  if (kind.kind === 'unknown') {
    throw fail('unit.not-a-program', `${path} is neither a program nor a script with a #! line.`, 'ENOEXEC');
  }
  if (kind.interpreter !== undefined && !existsSync(kind.interpreter)) {
    throw fail(
      'unit.missing-interpreter',
      `${path} needs ${kind.interpreter || 'an interpreter'}, which is missing.`,
      'ENOENT',
    );
  }
}

function statOf(path: string, forbidden: ProblemCode): ReturnType<typeof statSync> | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (errnoOf(error) === 'EACCES') throw fail(forbidden, `${path} cannot be reached by us.`, 'EACCES');
    if (isNoPath(error)) return undefined;
    throw error;
  }
}

/** Whether a path leads nowhere, in other words than "there is no entry". */
function isNoPath(error: unknown): boolean {
  return ['ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(errnoOf(error) ?? '');
}

function mayExecute(
  path: string,
  facts: { mode: number | bigint; uid: number | bigint; gid: number | bigint },
  user: Execution['user'],
): boolean {
  try {
    accessSync(path, constants.X_OK); // knows of mounts without execution, too
  } catch {
    return false; // the answer of access(2), whatever its errno
  }
  if (user === undefined || user.uid === process.getuid?.()) return true;
  const mode = Number(facts.mode);
  if (Number(facts.uid) === user.uid) return (mode & 0o100) !== 0;
  if (Number(facts.gid) === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

function readKind(path: string): ReturnType<typeof readProgramKind> {
  try {
    return readProgramKind(path);
  } catch (error) {
    // Executable but not readable is allowed; the kernel will say what it thinks of it.
    if (errnoOf(error) === 'EACCES')
      return { kind: 'elf', machine: elfMachines[process.arch] ?? 0, interpreter: undefined };
    throw error;
  }
}

const errnoCodes: Readonly<Record<string, ProblemCode>> = {
  EAGAIN: 'unit.no-processes',
  ENOMEM: 'unit.no-memory',
  EMFILE: 'unit.no-files',
  ENFILE: 'unit.no-files',
  ENOSPC: 'unit.no-space',
  EDQUOT: 'unit.no-space',
  EPERM: 'unit.permission',
  EACCES: 'unit.not-executable',
  E2BIG: 'unit.too-large',
  ENOEXEC: 'unit.wrong-architecture',
  ENOENT: 'unit.missing-program',
};

/** A failed spawn as a problem; `what` says what was being done. */
export function spawnProblem(error: unknown, what: string): Problem {
  if (error instanceof Problem) return error;
  const errno = errnoOf(error);
  const code = errno === undefined ? 'unit.start-failed' : (errnoCodes[errno] ?? 'unit.start-failed');
  const message = error instanceof Error ? error.message : String(error);
  return new Problem(code, `${what}: ${message}.`, { cause: error, details: { errno: errno ?? null } });
}

function fail(code: ProblemCode, message: string, errno: string): Problem {
  return new Problem(code, message, { details: { errno } });
}
