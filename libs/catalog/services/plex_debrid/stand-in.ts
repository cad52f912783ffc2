/*
 * Stand-in for plex_debrid 2.103, constructed from its source: reads its settings as it does, asks where it would ask (and
 * nobody answers), writes them back, and then looks at the provider again and again.
 */
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../../stand-in-kit/exit.ts';
import { timeParts } from '../../stand-in-kit/log.ts';

type Settings = Record<string, unknown>;

/** Settings without which its checks before the flight fail. */
const lists = [
  'Content Services',
  'Library collection service',
  'Library update services',
  'Library ignore services',
  'Sources',
  'Debrid Services',
];
const defaults: Settings = {
  'Plex users': [],
  'Plex server address': 'http://plex:32400',
  'Real Debrid API Key': '',
  'All Debrid API Key': '',
  'Nyaa parameters': '&c=1_0&s=seeders&o=desc',
  'Watchlist loop interval (sec)': 30,
};

const args = process.argv.slice(2);
const folder = args.includes('--config-dir') ? (args[args.indexOf('--config-dir') + 1] ?? '.') : '.';
const file = join(folder, 'settings.json');
if (!args.includes('-service')) ask('Choose an action: ');
if (!existsSync(file) || statSync(file).size === 0) {
  refuse(
    "Error: It seems this terminal is not interactive! Please make sure to allow user input in this terminal. For docker, add the 'interactive' flag ('-ti').",
    0,
  );
}
const settings = load();
const write = (message: string): void => {
  const { year, month, day, time } = timeParts(new Date());
  const line = `[${day}/${month}/${year.slice(2)} ${time}] ${message}\n`;
  process.stdout.write(line);
  if (settings['Log to file'] === 'true') appendFileSync(join(folder, 'plex_debrid.log'), line);
};
const missing = lists.filter((name) => lengthOf(settings[name]) === 0);
if (missing.length > 0) {
  process.stdout.write(
    `Looks like your current settings didnt pass preflight checks. Please edit the following setting/s: \n${missing.map((name) => `${name}: Please add at least one.`).join('\n')}\n`,
  );
  ask('Press Enter to return to the main menu: ');
}
process.stdout.write('plex_debrid (simulated stand-in)\nRunning in service mode, user input not supported.\n');

const seconds = Number(settings['Watchlist loop interval (sec)']);
if (!Number.isInteger(seconds)) refuse(`ValueError: invalid literal for int() with base 10: '${seconds}'`);
await check();
setInterval(() => void check(), seconds * 1000);

async function check(): Promise<void> {
  if (lengthOf(settings['Plex users']) === 0) {
    write(
      `[plex error]: couldnt reach local plex server at: ${String(settings['Plex server address'])} to determine library sections. Make sure the address is correct, the server is running, and youve set up at least one library.`,
    );
  }
  const simulator = process.env['SIMULATOR_URL'];
  if (simulator === undefined) refuse('The stand-in of plex_debrid needs SIMULATOR_URL.');
  try {
    const answer = await fetch(`${simulator}/debrid/rest/1.0/torrents?limit=2`, {
      headers: { authorization: `Bearer ${String(settings['Real Debrid API Key'])}` },
    });
    if (answer.status === 401) {
      write(
        '[realdebrid] error: (401 unauthorized): realdebrid api key does not seem to work. check your realdebrid settings.',
      );
    }
    if (answer.ok) write(`[realdebrid] ${((await answer.json()) as unknown[]).length} torrents on the account`);
  } catch (error) {
    write(`[realdebrid] error: (json exception): ${error instanceof Error ? error.message : String(error)}`);
  }
  write('checking new content ... done');
}

function load(): Settings {
  let stored: Settings;
  try {
    stored = JSON.parse(readFileSync(file, 'utf8')) as Settings; // Its own file: an object.
  } catch (error) {
    return refuse(`json.decoder.JSONDecodeError: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!('Show Menu on Startup' in stored)) refuse("KeyError: 'Show Menu on Startup'");
  if (!('version' in stored)) ask('Press Enter to update your settings:');
  if (!('Library ignore services' in stored)) refuse("KeyError: 'Library ignore services'");
  const all = { ...defaults, ...stored };
  writeFileSync(file, JSON.stringify(all, null, 4));
  return all;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) || typeof value === 'string' ? value.length : 0;
}

/** `input()` of a program that nobody sits in front of. */
function ask(prompt: string): never {
  return refuse(`${prompt}Traceback (most recent call last):\nEOFError: EOF when reading a line`);
}
