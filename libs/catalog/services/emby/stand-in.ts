/*
 * Stand-in for Emby Server 4.9, constructed from its published logs and from how its packages start it: takes its options,
 * reads config/system.xml, writes logs/embyserver.txt, answers ping, first steps, accounts and libraries under /emby.
 */
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEmbyApi } from '../../stand-in-kit/emby-api.ts';
import { refuse, standInVersion } from '../../stand-in-kit/exit.ts';
import { createLineWriter, timeParts } from '../../stand-in-kit/log.ts';
import { listen, sendPage, sendText } from '../../stand-in-kit/server.ts';
import { isWellFormed, readElement } from '../../stand-in-kit/xml-element.ts';

const version = standInVersion('4.9.1.80');
const known = ['-programdata', '-ffdetect', '-ffmpeg', '-ffprobe', '-restartexitcode', '-updatepackage'];
const options = readOptions(process.argv.slice(2));
const programData = options['-programdata'] ?? refuse('The stand-in needs -programdata.');
for (const name of ['', 'config', 'logs', 'data']) makeDirectory(join(programData, name));

const logFile = join(programData, 'logs', 'embyserver.txt');
// Each start has a file of its own; the one before is kept under its time.
if (existsSync(logFile)) renameSync(logFile, join(programData, 'logs', `embyserver-${Date.now()}.txt`));
const write = createLineWriter(logFile);
const log = (level: 'Info' | 'Warn' | 'Error' | 'Fatal', component: string, message: string): void => {
  const now = timeParts(new Date());
  write(`${now.year}-${now.month}-${now.day} ${now.time}.${now.millis} ${level} ${component}: ${message}`);
};
const fail = (component: string, message: string): never => {
  log('Fatal', component, message);
  process.exit(1);
};

log(
  'Info',
  'Main',
  `Emby (simulated stand-in)\n\tCommand line: ${process.argv.slice(1).join(' ')}\n\tData path: ${programData}`,
);
log('Info', 'Main', `Logs path: ${join(programData, 'logs')}`);
log('Info', 'App', `Emby Server Version: ${version}`);
for (const tool of ['-ffdetect', '-ffmpeg', '-ffprobe']) {
  if (!existsSync(options[tool] ?? ''))
    log('Error', 'FfmpegManager', `${tool.slice(1)} was not found: ${options[tool] ?? ''}`);
}
const settingsFile = join(programData, 'config', 'system.xml');
const port = readPort();
const answer = createEmbyApi({
  product: 'Emby Server',
  version,
  port,
  settingsFile,
  stateFile: join(programData, 'data', 'simulated.json'),
  log: (level, component, message) => log(level === 'info' ? 'Info' : 'Error', component, message),
});

await listen(
  {
    host: '::',
    port,
    onFailed: (error) => fail('App', `Error binding to http://+:${port}/: ${error.message}`),
    onStop: () => log('Info', 'Main', 'Shutdown complete'),
  },
  async (request, response) => {
    const path = request.path.replace(/^\/emby(?=\/)/i, '');
    if (path === '/') return void response.writeHead(302, { location: 'web/index.html' }).end();
    if (path === '/web/index.html') return sendPage(response, 'Emby', [`Version ${version}.`]);
    if (!(await answer(path, request, response))) return sendText(response, 404, 'File not found');
  },
);
log('Info', 'App', 'Core startup complete');

function readOptions(argv: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (let at = 0; at < argv.length; at += 2) {
    const [name = '', value] = argv.slice(at, at + 2);
    if (!known.includes(name) || value === undefined) refuse(`Unknown option: ${name}`);
    found[name] = value ?? '';
  }
  return found;
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (error) {
    refuse(`System.UnauthorizedAccessException: Access to the path '${path}' is denied. ${String(error)}`);
  }
}

/** Without a file it takes 8096 and writes one, as Emby does at its first start. */
function readPort(): number {
  if (!existsSync(settingsFile)) {
    writeFileSync(
      settingsFile,
      '<?xml version="1.0"?>\n<ServerConfiguration>\n  <HttpServerPortNumber>8096</HttpServerPortNumber>\n  <PublicPort>8096</PublicPort>\n</ServerConfiguration>\n',
    );
  }
  const text = readFileSync(settingsFile, 'utf8');
  if (!isWellFormed(text, 'ServerConfiguration')) {
    fail('App', `Error loading configuration file: ${settingsFile}: There is an error in the XML document`);
  }
  const port = Number(readElement(text, 'HttpServerPortNumber') ?? '8096');
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : fail('App', `${port} is not a port`);
}
