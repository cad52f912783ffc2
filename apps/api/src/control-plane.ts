import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { getIn } from '@showrunner/config';
import { type Problem, problems, toProblem } from '@showrunner/contracts';
import { createMailer, createSystemMetrics } from '@showrunner/host';
import type { Stack } from '@showrunner/operations';
import { describeStart } from './composition/describe-start.ts';
import { createHostPlatform } from './composition/host-platform.ts';
import { type Composition, openComposition } from './composition/open-composition.ts';
import { toRefusedPort } from './composition/refused-port.ts';
import { createOwnLog, type OwnLog, startMark } from './own-log/own-log.ts';
import { createServer, type RunningServer } from './server.ts';
import { readSettings, type Settings, usage } from './settings.ts';

/** How long the whole stack may take to stop; docker/compose.yaml grants more. */
const stopDeadlineMs = 150_000;

async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (settings === 'help') return void process.stdout.write(usage);
  if (settings.planOnly) return void process.stdout.write(await describeStart(settings, process.env));
  const ownLog = createOwnLog((message) => void process.stderr.write(message));
  const platform = createHostPlatform(ownLog);
  platform.logger.info(startMark, { version: readVersion(settings.home), pid: process.pid });
  const { startSimulator, ...parts } = await openComposition(settings, platform, ownLog);
  const { stack } = parts;
  const setupCode = String(randomInt(10_000_000, 100_000_000));
  const server = await serve(settings, { ...parts, ownLog }, platform, setupCode);
  const isStopping = stopOnSignals(settings, stack, async () => {
    await parts.ownServices.close();
    await server.close();
    await ownLog.flush();
  });
  try {
    // After the ports are ours: a start that is refused leaves nothing running.
    await startSimulator();
    if (!isStopping()) announce(settings, server, setupCode);
    await stack.bringUp();
    parts.ownServices.start();
    if (!isStopping()) server.noteStarted();
  } catch (error) {
    // What is stopped while it starts fails by that; the stop goes on and ends us.
    if (!isStopping()) throw error;
  }
}

async function serve(
  settings: Settings,
  { stack, cache, pagePorts, ownLog, ownServices }: Omit<Composition, 'startSimulator'> & { ownLog: OwnLog },
  platform: ReturnType<typeof createHostPlatform>,
  setupCode: string,
): Promise<RunningServer> {
  const { effective, warnings } = stack.document();
  const usersPath = process.env['DUMB_AUTH_CONFIG_PATH'];
  const host = settings.host ?? String(getIn(effective, ['dumb', 'api_service', 'host']) ?? '127.0.0.1');
  const port = settings.port ?? Number(getIn(effective, ['dumb', 'api_service', 'port']) ?? 8000);
  return createServer({
    stack,
    cache,
    platform,
    ownLog,
    metrics: createSystemMetrics(),
    mailer: createMailer(),
    settings: {
      host,
      port,
      extraPorts: settings.extraPorts.filter((extra) => extra !== port),
      dataRoot: settings.root,
      demo: settings.demo,
      version: readVersion(settings.home),
      setupCode,
      allowOpen: process.env['SHOWRUNNER_ALLOW_OPEN'] === 'yes',
      localSignIn: process.env['SHOWRUNNER_LOCAL_SIGN_IN'] === 'yes',
      allowedHosts: (process.env['SHOWRUNNER_ALLOWED_HOSTS'] ?? '').split(',').filter((name) => name !== ''),
      dashboardDir: join(settings.home, 'apps', 'dashboard', 'dist'),
      pagePorts,
      ...(usersPath ? { dumbUsersPath: resolve(usersPath) } : {}),
      warnings: () => [...warnings, ...ownServices.warnings()],
    },
  }).catch(async (error: unknown) => {
    throw await toRefusedPort(error, platform.network);
  });
}

function readVersion(home: string): string {
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  return version;
}

function announce(settings: Settings, server: RunningServer, setupCode: string): void {
  const lines = [
    '',
    `  Showrunner${settings.demo ? ' (demo)' : ''} is ready: ${server.url}`,
    `  Everything is kept in ${settings.root || '/'}.`,
    ...(server.extraPorts.length > 0 ? [`  The same is on port ${server.extraPorts.join(' and ')}.`] : []),
    ...(server.needsSetup ? [`  One-time code for an account from another machine: ${setupCode}`] : []),
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** The first signal stops the stack in order; a second one ends us at once, and the units live on. Answers whether one came. */
function stopOnSignals(settings: Settings, stack: Stack, close: () => Promise<void>): () => boolean {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    process.stdout.write(settings.keep ? 'Stopping; the services go on.\n' : 'Stopping the services in order ...\n');
    await stack.close({ keepUnits: settings.keep, deadlineMs: stopDeadlineMs });
    await close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop().catch(fail));
  return () => stopping;
}

/** What, where and how to mend it; then the end. */
function fail(error: unknown): never {
  const problem: Problem = toProblem(error);
  const { title, hint } = problems[problem.code];
  const issues = problem.issues.map(
    ({ path, message, remedy }) => `  ${path.join(' → ')}: ${message}${remedy === undefined ? '' : ` ${remedy}`}`,
  );
  process.stderr.write(`${[`${title}. ${problem.message}`, ...issues, hint].join('\n')}\n`);
  process.exit(1);
}

main().catch(fail);
