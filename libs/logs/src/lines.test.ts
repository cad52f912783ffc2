import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNeedleSearch } from './needle-search.ts';
import { createLineParser } from './parse-line.ts';
import { createRedactor, redacted } from './redact.ts';
import { createLineSplitter } from './split-lines.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function splitAll(bytes: Uint8Array, cuts: readonly number[], limit?: number): string[] {
  const splitter = createLineSplitter(limit);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((left, right) => left - right), bytes.length];
  const lines = places.slice(1).flatMap((end, index) => [...splitter.push(bytes.subarray(places[index], end))]);
  const last = splitter.flush();
  return last === undefined ? lines : [...lines, last];
}

describe('lines', () => {
  it('are the same however the bytes are cut', () => {
    const text = fc
      .array(fc.constantFrom('a', 'ß', '日', '🎬', '\n', '\r', ' '), { maxLength: 60 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat()), fc.integer({ min: 1, max: 50 }), (content, cuts, limit) => {
        expect(splitAll(encode(content), cuts, limit)).toEqual(splitAll(encode(content), [], limit));
      }),
    );
  });

  it('keep characters whole, progress bars short and the last line without an end', () => {
    expect(splitAll(encode('größe\r\n10%\r50%\r100%\nlast'), [3])).toEqual(['größe', '100%', 'last']);
  });

  it('without end cost a bounded amount of memory', () => {
    const splitter = createLineSplitter(1000);
    for (let index = 0; index < 1000; index += 1) splitter.push(new Uint8Array(10_000).fill(97));
    expect(splitter.push(encode('\nnext\n'))).toEqual([`${'a'.repeat(1000)} … (cut)`, 'next']);
  });

  it('of other encodings become replacement characters', () => {
    expect(splitAll(Uint8Array.of(0xff, 0x41, 0x0a), [])).toEqual(['\ufffdA']);
  });
});

describe('the parser', () => {
  const parse = createLineParser({
    patterns: ['^(?<time>\\S+ \\S+) \\| (?<level>\\w+)\\s*\\| (?<message>.*)$', '^(?<level>[A-Z]+): (?<message>.*)$'],
    levels: { PROGRAM: 'INFO', ALARM: 'CRITICAL' },
  });

  it('reads level, message and time by the first pattern that matches', () => {
    const raw = '2026-11-23 10:00:00 | warn | disk is [INFO] full';
    expect(parse(raw)).toEqual({ raw, level: 'WARNING', message: 'disk is [INFO] full', time: '2026-11-23 10:00:00' });
    expect(parse('ALARM: fire')).toMatchObject({ level: 'CRITICAL', message: 'fire' });
  });

  it('takes what no pattern knows as a whole, without colours', () => {
    expect(parse('\u001b[31mboom\u001b[0m error')).toMatchObject({ level: 'INFO', message: 'boom error' });
  });
});

describe('redaction', () => {
  const secrets = ['s3cr3t-value', 'with/slash+plus', '短いsecret'];
  const redact = createRedactor(() => secrets);

  it.each([
    ['api_key=abcdef123 next', `api_key=${redacted} next`],
    ['RIVEN_API_KEY: abcdef123', `RIVEN_API_KEY: ${redacted}`],
    ['{"password": "a \\"b\\" c", "user": "x"}', `{"password": "${redacted}", "user": "x"}`],
    ['{"password": "cut off here', `{"password": "${redacted}"`],
    ['Authorization: Bearer abc.def', `Authorization: ${redacted}`],
    ['GET /?X-Plex-Token=abc123&page=2', `GET /?X-Plex-Token=${redacted}&page=2`],
    ['GET /list?apikey=abc123&page=2', `GET /list?apikey=${redacted}&page=2`],
    ['postgres://riven:hunter2@localhost/riven', `postgres://riven:${redacted}@localhost/riven`],
    ['mail to someone@example.org now', `mail to ${redacted} now`],
    ['value s3cr3t-value here', `value ${redacted} here`],
    ['url ?k=with%2Fslash%2Bplus', `url ?k=${redacted}`],
    ['nothing of interest: 12 tokens left', 'nothing of interest: 12 tokens left'],
    ['listening on http://127.0.0.1:8080/health', 'listening on http://127.0.0.1:8080/health'],
  ])('of %s', (line, clean) => {
    expect(redact(line)).toBe(clean);
  });

  it('lets no known secret through, wherever it stands and however the bytes are cut', () => {
    const noise = fc.string({ maxLength: 20 });
    fc.assert(
      fc.property(noise, fc.constantFrom(...secrets), noise, fc.array(fc.nat()), (before, secret, after, cuts) => {
        const lines = splitAll(encode(`${before}${secret}${after}\n`), cuts).map((line) => redact(line));
        expect(lines.join('\n')).not.toContain(secret);
      }),
    );
  });

  it('finds a known value among many at any place of a line', () => {
    const value = fc.string({ minLength: 6, maxLength: 24 });
    const around = fc.string({ maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 40 }),
        fc.nat(),
        around,
        around,
        (many, nth, left, right) => {
          const search = createNeedleSearch(many);
          const needle = many[nth % many.length] ?? '';
          expect(search(`${left}${needle}${right}`)).toBe(true);
          expect(search(left)).toBe(many.some((one) => left.includes(one)));
        },
      ),
    );
  });

  // Quadratic time would need minutes here, and so meet the time limit of the test.
  it.each(['token', 'a.', 'a@', 'http://', '"password":"', 'bearer ', 'eyJabcdef.', '-_x@', "secret='"])(
    'takes time in proportion to a long hostile line of %s',
    (part) => {
      expect(redact(part.repeat(400_000 / part.length))).not.toBe('');
    },
  );
});
