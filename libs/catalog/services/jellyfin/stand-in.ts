/*
 * Stand-in for Jellyfin 10.11, constructed from its sources: takes its options, reads config/network.xml and system.xml,
 * refuses to start without web client, writes log_<date>.log, answers health, first steps, accounts and libraries.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEmbyApi } from '../../stand-in-kit/emby-api.ts';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { listen, sendPage, sendText } from '../../stand-in-kit/server.ts';
import { isWellFormed, readElement } from '../../stand-in-kit/xml-element.ts';

const version = standInVersion('10.11.4');
const options = readOptions();
for (const directory of [options.data, options.config, options.cache, options.log]) makeDirectory(directory);

const { year, month, day } = timeParts(new Date());
const write = createLineWriter(join(options.log, `log_${year}${month}${day}.log`));
type Level = 'INF' | 'WRN' | 'ERR' | 'FTL';
const log = (level: Level, component: string, message: string): void => {
  const now = timeParts(new Date());
  write(
    `[${now.year}-${now.month}-${now.day} ${now.time}.${now.millis} ${zone()}] [${level}] [1] ${component}: ${message}`,
  );
};
const fail = (component: string, message: string): never => {
  log('FTL', component, message);
  process.exit(1);
};

log('INF', 'Main', `Jellyfin version: ${version} (simulated stand-in)`);
log('INF', 'Main', `Program data path: ${options.data}`);
if (!existsSync(join(options.web, 'index.html'))) {
  fail(
    'Main',
    `The server is expected to host the web client, but the provided content directory is either invalid or empty: ${options.web}.`,
  );
}
if (!existsSync(options.ffmpeg))
  log('ERR', 'MediaBrowser.MediaEncoding.Encoder.MediaEncoder', 'FFmpeg: Failed version check');
const port = readPort(join(options.config, 'network.xml'));
const settingsFile = join(options.config, 'system.xml');
if (!existsSync(settingsFile)) {
  writeFileSync(
    settingsFile,
    '<?xml version="1.0" encoding="utf-8"?>\n<ServerConfiguration>\n  <IsStartupWizardCompleted>false</IsStartupWizardCompleted>\n  <ServerName />\n  <UICulture>en-US</UICulture>\n</ServerConfiguration>\n',
  );
}
const answer = createEmbyApi({
  product: 'Jellyfin Server',
  version,
  port,
  settingsFile,
  stateFile: join(options.data, 'simulated.json'),
  log: (level, component, message) => log(level === 'info' ? 'INF' : 'ERR', component, message),
});

await listen(
  {
    host: '::',
    port,
    onFailed: (error) =>
      fail('Main', `Error while starting server: Failed to bind to address http://[::]:${port}: ${error.message}`),
    onStop: () => log('INF', 'Main', 'Received a SIGTERM signal, shutting down'),
  },
  async (request, response) => {
    if (request.path === '/health') return sendText(response, 200, 'Healthy');
    if (request.path === '/') return void response.writeHead(302, { location: 'web/' }).end();
    if (request.path === '/web/' || request.path === '/web/index.html')
      return sendPage(response, 'Jellyfin', [`Version ${version}.`]);
    if (!(await answer(request.path, request, response))) return sendText(response, 404, '');
  },
);
log('INF', 'Main', 'Kestrel is listening on 0.0.0.0');
log('INF', 'Main', 'Startup complete 0:00:01.0000');

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        datadir: { type: 'string', short: 'd' },
        configdir: { type: 'string', short: 'c' },
        cachedir: { type: 'string', short: 'C' },
        logdir: { type: 'string', short: 'l' },
        webdir: { type: 'string', short: 'w' },
        ffmpeg: { type: 'string' },
      },
    });
    const need = (name: keyof typeof values): string => values[name] ?? refuse(`The stand-in needs --${name}.`);
    return {
      data: need('datadir'),
      config: need('configdir'),
      cache: need('cachedir'),
      log: need('logdir'),
      web: need('webdir'),
      ffmpeg: need('ffmpeg'),
    };
  } catch (error) {
    return refuse(`ERROR(S):\n  ${error instanceof Error ? error.message : String(error)}`);
  }
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (error) {
    refuse(
      `Unhandled exception. System.UnauthorizedAccessException: Access to the path '${path}' is denied. ${String(error)}`,
    );
  }
}

/** A file that cannot be read is replaced by what Jellyfin takes for itself, as Jellyfin does. */
function readPort(file: string): number {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (text !== undefined && !isWellFormed(text, 'NetworkConfiguration')) {
    log(
      'ERR',
      'Emby.Server.Implementations.AppBase.BaseConfigurationManager',
      `Error loading configuration file: ${file}`,
    );
    return 8096;
  }
  const port = Number(readElement(text ?? '', 'InternalHttpPort') ?? '8096');
  return Number.isInteger(port) && port > 0 && port < 65_536
    ? port
    : fail('Main', `Error while starting server: ${port} is not a port`);
}

function zone(): string {
  const minutes = -new Date().getTimezoneOffset();
  const two = (value: number): string => String(Math.abs(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
}
