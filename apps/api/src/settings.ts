import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Problem } from '@showrunner/contracts';

/** What the person who started us decided, from the command line and the environment. */
export interface Settings {
  /** Run against the simulated upstream, with a data root of its own. */
  readonly demo: boolean;
  /** Only say what a start would do. */
  readonly planOnly: boolean;
  /** Leave the units running on SIGTERM. */
  readonly keep: boolean;
  /** Real path of the data root; the empty string is `/`. */
  readonly root: string;
  /** Absent: what the stack document says. */
  readonly host?: string;
  readonly port?: number;
  /** Further ports on which the same is served. */
  readonly extraPorts: readonly number[];
  /** The repository, where the built dashboard and the simulator are. */
  readonly home: string;
}

export const usage = `Usage: npm start -- [--demo] [--keep] [--plan]

  --demo   try everything against a simulated upstream, in ./data-demo; no account needed anywhere
  --keep   leave the services running when Showrunner is asked to stop, for upgrades
  --plan   say what a start on this data root would change, and change nothing
  --help   this text

Environment
  SHOWRUNNER_DATA   data root (default ./data, with --demo ./data-demo)
  SHOWRUNNER_HOST   address to listen on (default 127.0.0.1)
  SHOWRUNNER_PORT   port to listen on (default 8000)
  SHOWRUNNER_EXTRA_PORTS   further ports for the same, separated by commas (none)
`;

/** Reads command line and environment. @throws Problem `request.invalid` that names the flag or variable */
export function readSettings(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings | 'help' {
  const flags = parseFlags(argv);
  if (flags.help === true) return 'help';
  const demo = flags.demo === true;
  const root = resolve(env['SHOWRUNNER_DATA'] || (demo ? 'data-demo' : 'data'));
  const host = env['SHOWRUNNER_HOST'];
  const port = readPort('SHOWRUNNER_PORT', env['SHOWRUNNER_PORT']);
  return {
    demo,
    keep: flags.keep === true,
    planOnly: flags.plan === true,
    root: root === '/' ? '' : root,
    home: join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..'),
    extraPorts: readPorts('SHOWRUNNER_EXTRA_PORTS', env['SHOWRUNNER_EXTRA_PORTS']),
    ...(host ? { host } : {}),
    ...(port === undefined ? {} : { port }),
  };
}

function parseFlags(argv: readonly string[]): { demo?: boolean; keep?: boolean; plan?: boolean; help?: boolean } {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        demo: { type: 'boolean' },
        keep: { type: 'boolean' },
        plan: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: false,
    }).values;
  } catch (error) {
    throw new Problem('request.invalid', `${(error as Error).message}\n\n${usage}`, { cause: error });
  }
}

function readPorts(variable: string, list = ''): readonly number[] {
  const ports = list.split(',').flatMap((text) => readPort(variable, text.trim()) ?? []);
  return [...new Set(ports)];
}

function readPort(variable: string, text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Problem('request.invalid', `${variable} is "${text}"; it must be a number from 1 to 65535.`);
}
