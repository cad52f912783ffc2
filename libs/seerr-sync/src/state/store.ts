import type { Files, Logger } from '@showrunner/platform';
import { asObject, parseJson, textOf } from '../json.ts';
import { type Book, createBook, splitPair, toMoment } from './book.ts';
import { parseState, showState } from './state-file.ts';

/** The book on disk: a file that is replaced as a whole, and beside it the pairs whose request is about to be made. */
export interface Store {
  readonly book: Book;
  save(): Promise<void>;
  /** Notes that a request will be made now. Outlives our death, not the machine's. */
  begin(pair: string): Promise<void>;
}

/** A file that cannot be read is moved aside and named in the log, never overwritten. */
export async function openStore(
  { files, logger }: { readonly files: Files; readonly logger: Logger },
  path: string,
  now: number,
): Promise<Store> {
  const journal = `${path}.begun`;
  const text = await files.readText(path);
  const read = text === undefined ? createBook() : parseState(text);
  if (read === undefined) {
    const aside = `${path}.broken-${toMoment(now).replaceAll(':', '')}`;
    await files.rename(path, aside);
    logger.warn('seerr-sync.state-broken', { movedTo: aside });
  }
  const book = read ?? createBook();
  for (const pair of parseJournal((await files.readText(journal)) ?? ''))
    if (!isNoted(book, pair)) book.intents.add(pair);

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
  return {
    book,
    save: () =>
      inTurn(async () => {
        await files.write(path, `${JSON.stringify(showState(book), null, 2)}\n`, { mode: 0o600 });
        await files.write(journal, [...book.intents].map(toLine).join(''), { mode: 0o600, durable: false });
      }),
    begin: (pair) =>
      inTurn(async () => {
        book.intents.add(pair);
        await files.append(journal, toLine(pair));
      }),
  };
}

function toLine(pair: string): string {
  return `${JSON.stringify({ pair })}\n`;
}

/** The last line may be half. */
function parseJournal(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const pair = textOf(asObject(parseJson(line))?.['pair']);
    return pair === '' ? [] : [pair];
  });
}

function isNoted(book: Book, pair: string): boolean {
  const { fingerprint, label } = splitPair(pair);
  return book.tracked.get(fingerprint)?.copies.has(label) === true;
}
