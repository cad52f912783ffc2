import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;
const target = join(root, 'docs', 'rooms.md');
const scope = '@showrunner/';

interface Room {
  readonly folder: string;
  readonly name: string;
  readonly sentence: string;
  readonly layer: string;
  readonly uses: readonly string[];
}

interface PackageFile {
  readonly name: string;
  readonly description?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

/** The first comment of a room's entry file is its sentence; a room without an entry file says it in its package. */
function readRoom(folder: string): Room {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as PackageFile;
  const entries = ['src/index.ts', 'index.ts', 'src/main.ts', 'src/main.tsx', 'src/app/main.tsx'].map((name) =>
    join(root, folder, name),
  );
  const entry = entries.find((path) => existsSync(path));
  const text = entry === undefined ? '' : readFileSync(entry, 'utf8');
  const comment = /\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? '';
  const sentence = (comment === '' ? (manifest.description ?? '') : comment)
    .split('\n')
    .map((line) => line.replace(/^\s*\*\s?/, '').trim())
    .join(' ')
    .trim();
  if (sentence === '')
    throw new Error(
      `${folder}: its entry file must open with a module comment, or its package have a description, that says what the room is for.`,
    );
  const layer = manifest.nx?.tags?.find((tag) => tag.startsWith('layer:'))?.slice('layer:'.length) ?? '';
  const uses = Object.keys(manifest.dependencies ?? {})
    .filter((name) => name.startsWith(scope))
    .map((name) => name.slice(scope.length));
  return { folder, name: manifest.name.slice(scope.length), sentence, layer, uses };
}

function render(rooms: readonly Room[]): string {
  const rows = rooms.map(
    (room) => `| \`${room.folder}\` | ${room.layer} | ${room.sentence} | ${room.uses.join(', ') || '–'} |`,
  );
  return [
    '# Rooms',
    '',
    'Written by `tools/checks/rooms.ts` from the module comments and the package files; edit those, not this.',
    '',
    '| room | layer | what it is for | uses |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const folders = ['libs', 'apps'].flatMap((top) => readdirSync(join(root, top)).map((name) => join(top, name)));
const text = render(folders.filter((folder) => existsSync(join(root, folder, 'package.json'))).map(readRoom));
if (process.argv.includes('--write')) writeFileSync(target, text);
else if (!existsSync(target) || readFileSync(target, 'utf8') !== text) {
  console.error('docs/rooms.md is not what the rooms say. Run: node tools/checks/rooms.ts --write');
  process.exitCode = 1;
}
