import type { Json } from './schema.ts';

/** What a problem code means to a person: a title, and what to try. */
interface ProblemEntry {
  readonly title: string;
  readonly hint: string;
}

/**
 * Every failure that has a name. A code is stable: clients and scripts may match on it; titles and hints may improve.
 * Each wire dialect maps each code to a status in one place.
 */
export const problems = {
  'request.invalid': {
    title: 'The request is not valid',
    hint: 'Correct the fields that are named and send it again.',
  },
  'request.not-found': { title: 'There is nothing at this address', hint: 'Check the path and the names in it.' },
  'request.too-large': { title: 'The request is too large', hint: 'Send less at once.' },
  'request.method': {
    title: 'This address does not take that method',
    hint: 'Use one of the methods in the Allow header.',
  },
  'request.too-many': { title: 'Too many requests', hint: 'Wait for the time that Retry-After names.' },
  'auth.required': { title: 'Sign in first', hint: 'Send a valid access token.' },
  'auth.failed': { title: 'Name or password is not right', hint: 'Check both and try again.' },
  'auth.forbidden': { title: 'Not allowed for this account', hint: 'Ask an administrator.' },
  'auth.conflict': { title: 'Not possible in the present account state', hint: 'Look at /auth/status first.' },
  'auth.setup-code': {
    title: 'The one-time setup code is missing or wrong',
    hint: 'The code is printed in the log when Showrunner starts without an account.',
  },
  'auth.locked': {
    title: 'The accounts cannot be read, so nobody is let in',
    hint: 'Mend or move away the file that the log names, then start Showrunner again.',
  },
  'auth.provider': {
    title: 'Sign-in with the provider does not work',
    hint: 'Settings → Sign-in → Test says what is wrong; docs/sign-in.md shows what a provider needs.',
  },
  'document.syntax': {
    title: 'The stack document is not JSON',
    hint: 'Mend the line that is named, or restore a revision.',
  },
  'document.invalid': { title: 'The stack document has wrong values', hint: 'Mend each path that is named.' },
  'document.conflict': {
    title: 'The stack document has changed meanwhile',
    hint: 'Load it again and repeat the edit.',
  },
  'document.cycle': {
    title: 'Services depend on each other in a circle',
    hint: 'Break the circle at one of the named edges.',
  },
  'service.unknown': { title: 'No such service', hint: 'Use a key, display name or process name from the catalogue.' },
  'service.not-core': { title: 'Not a core service', hint: 'Choose it under optional services.' },
  'service.not-installable': {
    title: 'This service cannot be installed by this version',
    hint: 'Choose another one; the service table in the documentation says which are complete.',
  },
  'service.exists': { title: 'A service of that name exists', hint: 'Choose another name.' },
  'service.not-scalable': {
    title: 'This service runs once only',
    hint: 'Services whose copies would share a data directory are single; the service table says which can be scaled.',
  },
  'service.scale-limit': {
    title: 'More copies than this service may have',
    hint: 'Ask for a number up to the limit that is named.',
  },
  'service.setting': { title: 'A setting is missing or cannot be used', hint: 'Set the field that is named.' },
  'process.unknown': { title: 'No such process', hint: 'Names are those of GET /process/processes.' },
  'credential.rejected': {
    title: 'The provider refused the key',
    hint: 'Copy the key again from the provider’s account page.',
  },
  'port.conflict': { title: 'A port is held and cannot move', hint: 'Free the port or choose another one.' },
  'host.missing': { title: 'This machine lacks something the plan needs', hint: 'Install what is named, then retry.' },
  'source.not-found': { title: 'The release was not found', hint: 'Check version, repository and asset name.' },
  'source.rate-limited': { title: 'The release server limits us', hint: 'Wait, or set a GitHub token.' },
  'source.unreachable': { title: 'The release server cannot be reached', hint: 'Check the network, then retry.' },
  'source.digest': { title: 'The download is not what was published', hint: 'Retry; if it stays, do not install it.' },
  'archive.unsafe': {
    title: 'The archive is not safe to unpack',
    hint: 'Do not install it; report it to its publisher.',
  },
  'build.failed': { title: 'Building the program failed', hint: 'The last lines of the build say why.' },
  'file.unreadable': { title: 'A configuration file cannot be read', hint: 'Mend or move the file that is named.' },
  'file.unwritable': { title: 'A file cannot be written', hint: 'Check the owner, the mode and the free space.' },
  'path.forbidden': {
    title: 'That path is outside of what Showrunner may touch',
    hint: 'Use a path under the data root.',
  },
  'unit.unknown': { title: 'No such unit', hint: 'It may not have been planned yet.' },
  'unit.start-failed': { title: 'The program did not start', hint: 'The last lines of its log say why.' },
  'unit.missing-program': { title: 'The program file is missing', hint: 'Install the service again.' },
  'unit.missing-interpreter': {
    title: 'The interpreter of the program is missing',
    hint: 'Install the interpreter or loader that is named, or install the service again.',
  },
  'unit.not-executable': {
    title: 'The program file may not be executed',
    hint: 'Check its mode and the mount options.',
  },
  'unit.wrong-architecture': {
    title: 'The program is for another machine',
    hint: 'Install the build for this architecture.',
  },
  'unit.missing-directory': {
    title: 'The working directory is missing',
    hint: 'Create it or install the service again.',
  },
  'unit.permission': {
    title: 'The program may not be started as that user',
    hint: 'Run Showrunner as root or change puid and pgid.',
  },
  'unit.not-a-program': {
    title: 'The file is neither a program nor a script',
    hint: 'Give a script a first line such as #!/bin/sh, or install the service again.',
  },
  'unit.unknown-user': {
    title: 'The program cannot run as that user',
    hint: 'Set puid and pgid to numbers of a user and a group.',
  },
  'unit.no-processes': {
    title: 'There may be no more processes',
    hint: 'End something, or raise the limit of processes (ulimit -u, or pids of the container).',
  },
  'unit.no-files': {
    title: 'There may be no more open files',
    hint: 'Raise the limit of open files (ulimit -n), or fs.file-max of the machine.',
  },
  'unit.no-memory': {
    title: 'The machine has no memory for another process',
    hint: 'End something, or give the machine or container more memory.',
  },
  'unit.no-space': {
    title: 'There is no space for the log of the program',
    hint: 'Free space on the file system that is named.',
  },
  'unit.limits': {
    title: 'A limit could not be put on the program',
    hint: 'Take the limit away, or let Showrunner write where the message says.',
  },
  'unit.too-large': {
    title: 'Arguments and environment are too large',
    hint: 'Shorten the value that is named, or move it to a file.',
  },
  'unit.malformed': {
    title: 'An argument or a variable cannot be passed on',
    hint: 'Keep zero bytes out of the value, and = out of the name.',
  },
  'unit.crash-loop': {
    title: 'The program keeps ending and is not started any more',
    hint: 'Its last words say why; mend it and start it by hand.',
  },
  'unit.unhealthy': {
    title: 'The program runs but did not become healthy in time',
    hint: 'Its log and the failing probe say why.',
  },
  'unit.gate-timeout': {
    title: 'What the program waits for did not come',
    hint: 'Look at the service that provides it.',
  },
  'unit.stuck': { title: 'The program cannot be ended', hint: 'It waits in the kernel, often for a dead mount.' },
  'connection.unknown': {
    title: 'No such connection',
    hint: 'Look up which connections there are; they follow from what is switched on and how it is tagged.',
  },
  'connection.not-ready': {
    title: 'Two services could not be connected yet',
    hint: 'Both go on running. Wait until they have settled, then retry.',
  },
  'connection.refused': {
    title: 'Two services could not be connected',
    hint: 'Both go on running. Mend what the message names, then retry.',
  },
  'hook.failed': { title: 'A preparation step failed', hint: 'The message says which; retry after mending it.' },
  'database.failed': { title: 'The database could not be prepared', hint: 'Look at the log of PostgreSQL.' },
  'notification.storage': {
    title: 'Notifications cannot be kept',
    hint: 'Mend or move away the file that the log names, then start Showrunner again.',
  },
  'operation.unknown': { title: 'No such operation', hint: 'Old operations are forgotten.' },
  'operation.busy': { title: 'Another operation works on the same services', hint: 'Wait for it or cancel it.' },
  'operation.cancelled': { title: 'The operation was cancelled', hint: 'Start it again when you are ready.' },
  'operation.interrupted': {
    title: 'Showrunner ended in the middle of the operation',
    hint: 'Retry it; if it ends again at the same place, the log of Showrunner says why.',
  },
  'page.unavailable': {
    title: 'The page of this service cannot be shown here',
    hint: 'The message says why; it may be open on the port of the service itself.',
  },
  'control-plane.newer': {
    title: 'A newer Showrunner has kept this data root',
    hint: 'Start that version again, or restore the state directory of the time before it.',
  },
  'control-plane.running': {
    title: 'Another Showrunner uses this data root',
    hint: 'Stop it, or choose another SHOWRUNNER_DATA.',
  },
  'control-plane.port': {
    title: 'Showrunner cannot listen on its port',
    hint: 'End what holds it, or set SHOWRUNNER_PORT (SHOWRUNNER_EXTRA_PORTS for a further one) to another port.',
  },
  'internal.unexpected': { title: 'Something went wrong inside Showrunner', hint: 'Please report it with the log.' },
} as const satisfies Record<string, ProblemEntry>;

/** The stable code of a failure. */
export type ProblemCode = keyof typeof problems;

/** One wrong place in an input: where, what, and how to mend it. */
export interface Issue {
  /** Path of the wrong value, as keys and indexes from the root. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly remedy?: string;
}

/** A failure that the caller cannot handle by itself. Its message says what, where and what to try; never a secret. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly details: { readonly [key: string]: Json };
  readonly issues: readonly Issue[];

  constructor(
    code: ProblemCode,
    message: string,
    options: { cause?: unknown; details?: { readonly [key: string]: Json }; issues?: readonly Issue[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.details = options.details ?? {};
    this.issues = options.issues ?? [];
  }
}

/** Any thrown value as a problem; what has no name becomes `internal.unexpected` with the cause kept. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new Problem('internal.unexpected', message, { cause: error });
}
