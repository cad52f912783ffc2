import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileFormat } from '@showrunner/catalog';
import type { PlannedFile } from '@showrunner/planner';
import { editFile } from './edit-file.ts';

type Ops = PlannedFile['ops'];
const edit = (format: FileFormat, before: string | undefined, ops: Ops, seed = ''): string =>
  editFile(before, { path: '/x/file', format, seed, ops });

interface Golden {
  readonly format: FileFormat;
  readonly before: string;
  readonly ops: Ops;
  readonly after: string;
}

const goldens: Record<string, Golden> = {
  json: {
    format: 'json',
    before: '{\n    "mine": {"kept": [1, 2]},\n    "port": 1,\n    "old": true\n}\n',
    ops: [
      { op: 'set', at: ['port'], value: 8080 },
      { op: 'set', at: ['riven', 'url'], value: 'http://x' },
      { op: 'set-default', at: ['mine'], value: 'no' },
      { op: 'remove', at: ['old'] },
    ],
    after:
      '{\n    "mine": {\n        "kept": [\n            1,\n            2\n        ]\n    },\n    "port": 8080,\n    "riven": {\n        "url": "http://x"\n    }\n}\n',
  },
  'yaml with comments': {
    format: 'yaml',
    before: '# zurg\nzurg: v1\ntoken: old # from the site\n# mine\nextra:\n  - a\nusername: me\nempty:\n',
    ops: [
      { op: 'set', at: ['token'], value: 'new' },
      { op: 'set', at: ['port'], value: 9090 },
      { op: 'remove', at: ['username'] },
      { op: 'set', at: ['empty', 'deep'], value: true },
      { op: 'set-default', at: ['extra'], value: 'no' },
    ],
    after: '# zurg\nzurg: v1\ntoken: new # from the site\n# mine\nextra:\n  - a\nempty:\n  deep: true\nport: 9090\n',
  },
  'xml, where a value is removed only if it is ours': {
    format: 'xml',
    before:
      '<Config>\n  <Port>1</Port>\n  <PostgresHost>db.home</PostgresHost>\n  <PostgresUser>me</PostgresUser>\n</Config>\n',
    ops: [
      { op: 'set', at: ['Config', 'Port'], value: 8989 },
      { op: 'set-if-blank', at: ['Config', 'ApiKey'], value: 'k' },
      { op: 'remove', at: ['Config', 'PostgresHost'], value: '127.0.0.1' },
      { op: 'remove', at: ['Config', 'PostgresUser'], value: 'me' },
    ],
    after: '<Config>\n  <Port>8989</Port>\n  <PostgresHost>db.home</PostgresHost>\n  <ApiKey>k</ApiKey>\n</Config>\n',
  },
  ini: {
    format: 'ini',
    before:
      '; global\nglobal = 1\n\n[Zurg w/ Riven]\ntype = webdav\n# mine\nvendor = other\n\n[other]\nurl=http://kept\n',
    ops: [
      { op: 'set', at: ['Zurg w/ Riven', 'url'], value: 'http://127.0.0.1:9090/dav' },
      { op: 'set', at: ['Zurg w/ Riven', 'type'], value: 'webdav' },
      { op: 'set-if-blank', at: ['Zurg w/ Riven', 'vendor'], value: 'no' },
      { op: 'remove', at: ['global'] },
      { op: 'set', at: ['new', 'a'], value: 1 },
    ],
    after:
      '; global\n\n[Zurg w/ Riven]\ntype = webdav\n# mine\nvendor = other\nurl = http://127.0.0.1:9090/dav\n\n[other]\nurl=http://kept\n\n[new]\na = 1\n',
  },
  'ini section removal': {
    format: 'ini',
    before: '[a]\nx = 1\n\n[b]\ny = 2\n',
    ops: [{ op: 'remove-section', at: ['a'] }],
    after: '[b]\ny = 2\n',
  },
  env: {
    format: 'env',
    before: '# mine\nexport PORT=1\nKEEP="a b"\nGONE=1\n',
    ops: [
      { op: 'set', at: ['PORT'], value: 8080 },
      { op: 'set', at: ['NAME'], value: "it's $here" },
      { op: 'set', at: ['SPACED'], value: 'a b' },
      { op: 'remove', at: ['GONE'] },
    ],
    after: '# mine\nexport PORT=8080\nKEEP="a b"\nNAME="it\'s \\$here"\nSPACED=\'a b\'\n',
  },
  'postgresql.conf': {
    format: 'postgres',
    before:
      "# FILE LOCATIONS\n#port = 5432\nport = 5432\t\t# (change requires restart)\nshared_buffers 128MB\nlog_line_prefix = '%m [%p] '\n",
    ops: [
      { op: 'set', at: ['port'], value: 5433 },
      { op: 'set', at: ['shared_buffers'], value: '256MB' },
      { op: 'set-default', at: ['listen_addresses'], value: '127.0.0.1' },
      { op: 'set-default', at: ['log_line_prefix'], value: 'no' },
      { op: 'set', at: ['logging_collector'], value: false },
    ],
    after:
      "# FILE LOCATIONS\n#port = 5432\nport = 5433\t\t# (change requires restart)\nshared_buffers = 256MB\nlog_line_prefix = '%m [%p] '\nlisten_addresses = '127.0.0.1'\nlogging_collector = off\n",
  },
  python: {
    format: 'python',
    before:
      "import os\nSERVER_MODE = False  # desktop\nPATHS = {\n    'a': '#no',\n}\n\nif os.name == 'nt':\n    SERVER_MODE = 1\nTEXT = '''\nSERVER_MODE = 3\n'''\n",
    ops: [
      { op: 'set', at: ['SERVER_MODE'], value: true },
      { op: 'set', at: ['PATHS'], value: { pg: '/usr/bin', n: null } },
      { op: 'set', at: ['DATA_DIR'], value: '/pgadmin/"data"' },
      { op: 'set-default', at: ['TEXT'], value: 'no' },
    ],
    after:
      'import os\nSERVER_MODE = True  # desktop\nPATHS = {"pg": "/usr/bin", "n": None}\n\nif os.name == \'nt\':\n    SERVER_MODE = 1\nTEXT = \'\'\'\nSERVER_MODE = 3\n\'\'\'\nDATA_DIR = "/pgadmin/\\"data\\""\n',
  },
  text: {
    format: 'text',
    before: 'a 1\nb 2\n',
    ops: [
      { op: 'set', at: ['b '], value: 'b 3' },
      { op: 'set', at: ['c '], value: 'c 4' },
    ],
    after: 'a 1\nb 3\nc 4\n',
  },
  'xml elements': {
    format: 'xml',
    before:
      '<?xml version="1.0"?>\n<!-- <Port>1</Port> -->\n<Config>\n  <Port>7878</Port>\n  <Mine a="b">&amp;</Mine>\n  <Gone/>\n</Config>\n',
    ops: [
      { op: 'set', at: ['Config', 'Port'], value: 7879 },
      { op: 'set', at: ['Config', 'ApiKey'], value: 'a<b' },
      { op: 'set-default', at: ['Config', 'Mine'], value: 'no' },
      { op: 'remove', at: ['Config', 'Gone'] },
    ],
    after:
      '<?xml version="1.0"?>\n<!-- <Port>1</Port> -->\n<Config>\n  <Port>7879</Port>\n  <Mine a="b">&amp;</Mine>\n  <ApiKey>a&lt;b</ApiKey>\n</Config>\n',
  },
  'xml attributes': {
    format: 'xml',
    before: '<?xml version="1.0" encoding="utf-8"?>\n<Preferences Mine="1" FriendlyName="old" Token="x"/>\n',
    ops: [
      { op: 'set', at: ['Preferences', '@FriendlyName'], value: 'a "b" & c' },
      { op: 'set', at: ['Preferences', '@New'], value: 1 },
      { op: 'remove', at: ['Preferences', '@Token'] },
    ],
    after:
      '<?xml version="1.0" encoding="utf-8"?>\n<Preferences New="1" Mine="1" FriendlyName="a &quot;b&quot; &amp; c"/>\n',
  },
  toml: {
    format: 'toml',
    before: '# mine\ntitle = "x" # kept?\n\n[server]\nport = 1\n# note\nname = "n"\n\n[[list]]\na = 1\n',
    ops: [
      { op: 'set', at: ['server', 'port'], value: 2 },
      { op: 'set', at: ['server', 'host'], value: '::1' },
      { op: 'remove', at: ['server', 'name'] },
    ],
    after: '# mine\ntitle = "x" # kept?\n\n[server]\nport = 2\n# note\nhost = "::1"\n\n[[list]]\na = 1\n',
  },
  properties: {
    format: 'properties',
    before: '# c\n! d\na.b = 1\nmine: x\n',
    ops: [
      { op: 'set', at: ['a.b'], value: 2 },
      { op: 'set', at: ['path'], value: 'c:\\x' },
    ],
    after: '# c\n! d\na.b = 2\nmine: x\npath=c:\\\\x\n',
  },
};

describe('editing a configuration file', () => {
  for (const [name, golden] of Object.entries(goldens)) {
    it(`keeps what is not named: ${name}`, () => {
      expect(edit(golden.format, golden.before, golden.ops)).toBe(golden.after);
    });
    it(`changes nothing the second time: ${name}`, () => {
      expect(edit(golden.format, golden.after, golden.ops)).toBe(golden.after);
    });
  }

  it('applies seed ops only to a new file, which starts from its seed', () => {
    const ops: Ops = [
      { op: 'set', at: ['a'], value: 1 },
      { op: 'set', at: ['b'], value: 2, mode: 'seed' },
    ];
    expect(edit('yaml', undefined, ops, '# seed\nc: 3\n')).toBe('# seed\nc: 3\na: 1\nb: 2\n');
    expect(edit('yaml', 'c: 4\n', ops)).toBe('c: 4\na: 1\n');
  });

  it('fills a blank only where set-if-blank finds one', () => {
    const ops: Ops = [
      { op: 'set-if-blank', at: ['a'], value: 'x' },
      { op: 'set-if-blank', at: ['b'], value: 'x' },
    ];
    expect(JSON.parse(edit('json', '{"a":"","b":"mine"}', ops))).toEqual({ a: 'x', b: 'mine' });
  });

  it.each(['json', 'yaml'] as const)('adds to a list of %s what is not in it, and leaves what is', (format) => {
    const ops: Ops = ['tv', 'films'].map((name) => ({
      op: 'add',
      at: ['lists', 'all'],
      by: 'name',
      value: { name, dir: name },
    }));
    const once = edit(
      format,
      format === 'json'
        ? '{"lists":{"all":[{"name":"tv","dir":"mine"}]}}'
        : '# mine\nlists:\n  all:\n    - name: tv # mine\n      dir: mine\n',
      ops,
    );
    expect(once).toContain(format === 'json' ? '"dir": "mine"' : 'name: tv # mine');
    expect(once.match(/films/g)).toHaveLength(2);
    expect(once.match(/tv/g)).toHaveLength(1);
    expect(edit(format, once, ops)).toBe(once);
    const fresh = edit(format, undefined, ops);
    expect(fresh.match(/films/g)).toHaveLength(2);
    expect(edit(format, fresh, ops)).toBe(fresh);
  });

  it('leaves alone what should be a list and is somebody’s own something', () => {
    const op = { op: 'add', at: ['all'], by: 'name', value: { name: 'tv' } } as const;
    expect(edit('yaml', 'all: mine\n', [op])).toBe('all: mine\n');
    expect(edit('json', '{"all":["a"]}', [{ op: 'add', at: ['all'], value: 'a' }])).toBe('{"all":["a"]}');
  });

  it('leaves a file that is right already exactly as it is, however it is written', () => {
    expect(edit('json', '{"a":1 ,\n"b":2}', [{ op: 'set', at: ['a'], value: 1 }])).toBe('{"a":1 ,\n"b":2}');
    expect(edit('yaml', "a:   '1'\n", [{ op: 'set', at: ['a'], value: '1' }])).toBe("a:   '1'\n");
  });

  it('writes values over several lines anew in TOML without losing one', () => {
    const after = edit('toml', 'list = [\n  1,\n]\nkeep = 1\n', [{ op: 'set', at: ['list'], value: [2, 3] }]);
    expect(after).toContain('keep = 1');
    expect(edit('toml', after, [{ op: 'set-default', at: ['list'], value: 'no' }])).toBe(after);
    expect(after).toMatch(/list = \[ 2, 3 \]/);
  });

  const broken: [FileFormat, string, number | undefined][] = [
    ['json', '{\n  "a": \n}', 3],
    ['yaml', 'a: 1\nb: [1\nc: 2\n', 2],
    ['ini', '[a]\n[b\n', 2],
    ['toml', 'a = 1\nb =\n', 2],
    ['xml', '<a>\n  <b>\n</a>', 3],
    ['python', 'A = 1\nB = [1,\n', 2],
  ];
  for (const [format, text, line] of broken) {
    it(`names file and line of ${format} that cannot be read`, () => {
      const attempt = (): string => edit(format, text, [{ op: 'set', at: ['a'], value: 1 }]);
      expect(attempt).toThrow(expect.objectContaining({ code: 'file.unreadable' }));
      try {
        attempt();
      } catch (error) {
        expect(error).toMatchObject({ details: { path: '/x/file' } });
        expect((error as { details: { line?: number } }).details.line).toBeGreaterThanOrEqual((line ?? 1) - 1);
      }
    });
  }

  it('does not let a key reach the prototype of a JSON object', () => {
    edit('json', '{}', [{ op: 'set', at: ['__proto__', 'polluted'], value: true }]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  const texty: readonly FileFormat[] = ['json', 'yaml', 'env', 'postgres', 'python', 'xml', 'toml'];
  for (const format of texty) {
    it(`reads back any text that it wrote: ${format}`, () => {
      // Control characters cannot be written in all of these formats, and no setting has them.
      const value = fc.string({ unit: 'grapheme-ascii' }).filter((text) => !/[\u0000-\u001f]/.test(text));
      fc.assert(
        fc.property(value, (text) => {
          const at = format === 'xml' ? ['Root', 'key'] : ['key'];
          const once = edit(format, undefined, [{ op: 'set', at, value: text }], 'xml' === format ? '<Root/>\n' : '');
          expect(edit(format, once, [{ op: 'set', at, value: text }])).toBe(once);
          const other = edit(format, once, [{ op: 'set-default', at, value: 'another' }]);
          expect(other).toBe(once);
          expect(
            edit(format, edit(format, once, [{ op: 'set', at, value: 'x' }]), [{ op: 'set', at, value: text }]),
          ).toBe(once);
        }),
      );
    });
  }
});
