import type { Clock, Files, Network } from '@showrunner/platform';
import { createSeerrClient, type SeerrClient, SeerrError } from '../seerr/client.ts';
import { asObject, parseJson, textOf } from '../json.ts';
import { readChangedRequests } from '../seerr/read-requests.ts';
import type { ServerRef, SyncSettings } from '../settings.ts';
import { type Book, toMoment } from '../state/book.ts';
import type { Store } from '../state/store.ts';
import { type Titles, toTitles } from '../titles/titles.ts';
import { decideSteps, type Step } from './decide.ts';
import { countMissing, forgetGone, markRemovals } from './removals.ts';
import { takeTurn } from './take-turn.ts';

export interface CycleParts {
  readonly files: Pick<Files, 'readText'>;
  readonly http: Network['http'];
  readonly clock: Clock;
  readonly settings: SyncSettings;
  readonly store: Store;
  /** A person has said that so much may be removed. */
  readonly isConfirmed: boolean;
  readonly signal: AbortSignal;
}

export interface CycleReport {
  /** Titles whose removal waits for a person's word. */
  readonly held: number;
  /** Why the primary could not be read; then nothing was done. */
  readonly error?: string;
  /** Label → why a subordinate was left before its end. */
  readonly silent: ReadonlyMap<string, string>;
}

export interface CyclePreview {
  readonly steps: readonly {
    readonly subordinate: string;
    readonly kind: Step['kind'];
    readonly fingerprint: string;
    readonly seasons?: readonly number[];
  }[];
  readonly held: number;
  readonly error?: string;
}

/** A subordinate that takes longer goes on with the next cycle. */
const turnMs = 60_000;
/** Progress that a death may cost, in steps: what was begun is known by its intent. */
const stepsBetweenSaves = 50;

/** One poll and what follows from it. Ends early, with what was done noted, when the signal comes. */
export async function runCycle(parts: CycleParts): Promise<CycleReport> {
  const { settings, clock, store } = parts;
  const { book } = store;
  const look = await lookAtPrimary(parts, book);
  if ('error' in look) return { held: 0, error: look.error, silent: new Map() };
  const silent = new Map<string, string>();
  await Promise.all(
    settings.subordinates.map(async (server) => {
      const error = await serve(parts, server, look.titles);
      if (error !== undefined) silent.set(server.label, error);
    }),
  );
  if (settings.options.deletes) forgetGone(book, look.titles.alive);
  book.lastPollAt = toMoment(clock.now());
  await store.save();
  return { held: look.held, silent };
}

/** What a cycle would do now. Asks the primary, changes nothing anywhere. */
export async function previewCycle(parts: CycleParts): Promise<CyclePreview> {
  const { options, subordinates } = parts.settings;
  const book = structuredClone(parts.store.book);
  const look = await lookAtPrimary(parts, book);
  if ('error' in look) return { steps: [], held: 0, error: look.error };
  const { wanted } = look.titles;
  const steps = subordinates.flatMap(({ label }) =>
    decideSteps({ book, wanted, label, options, now: parts.clock.now() }).map((step) => ({
      subordinate: label,
      kind: step.kind,
      fingerprint: step.kind === 'remove' ? step.fingerprint : step.title.fingerprint,
      ...(step.kind === 'create' && step.seasons.length > 0 ? { seasons: step.seasons } : {}),
    })),
  );
  return { steps, held: look.held };
}

/** Reads the primary and notes in the book what is gone there; an error says why it could not be read. */
async function lookAtPrimary(
  parts: CycleParts,
  book: Book,
): Promise<{ readonly titles: Titles; readonly held: number } | { readonly error: string }> {
  const { settings, signal } = parts;
  const { primary, options } = settings;
  if (primary === undefined) return { error: 'The primary has no port or no file of settings.' };
  try {
    const client = await openClient(parts, primary, signal);
    await client.status();
    const isSame = book.primary === primary.label;
    const known = await readChangedRequests(client, isSame ? book.known : undefined);
    if (!isSame) changePrimary(book, primary.label);
    book.known = known;
    const titles = toTitles(known.values(), options);
    countMissing(book, titles.alive);
    const mayRemove = { isConfirmed: parts.isConfirmed, isThere: (id: number) => client.exists(id) };
    return { titles, held: options.deletes ? await markRemovals(book, mayRemove) : 0 };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SeerrError) return { error: `The primary: ${error.message}` };
    throw error;
  }
}

/** What another primary asked for is not this one's to remove. */
function changePrimary(book: Book, label: string): void {
  if (book.primary !== undefined)
    for (const tracked of book.tracked.values()) {
      tracked.missing = 0;
      for (const [subordinate, copy] of tracked.copies)
        tracked.copies.set(subordinate, { ...copy, adopted: true, pendingDelete: false });
    }
  book.primary = label;
}

/** Brings one subordinate up to date. Answers why it was left early. */
async function serve(parts: CycleParts, server: ServerRef, { wanted }: Titles): Promise<string | undefined> {
  const { store, settings, clock } = parts;
  const { book } = store;
  const { label } = server;
  const steps = decideSteps({ book, wanted, label, options: settings.options, now: clock.now() });
  if (steps.length === 0) return undefined;
  const turn = new AbortController();
  const cancel = clock.after(turnMs, () => turn.abort(new SeerrError('It took too long; the rest follows.')));
  let done = 0;
  const onStep = async (): Promise<void> => {
    if (++done % stepsBetweenSaves === 0) await store.save();
  };
  try {
    const client = await openClient(parts, server, AbortSignal.any([parts.signal, turn.signal]));
    await client.status();
    const common = { client, book, label, options: settings.options, now: () => clock.now() };
    await takeTurn({ ...common, begin: (pair) => store.begin(pair), onStep }, steps);
    return undefined;
  } catch (error) {
    if (error instanceof SeerrError) return error.message;
    throw error;
  } finally {
    cancel();
    await store.save();
  }
}

async function openClient(
  { files, http }: Pick<CycleParts, 'files' | 'http'>,
  server: ServerRef,
  signal: AbortSignal,
): Promise<SeerrClient> {
  const key = 'value' in server.key ? server.key.value : await readKey(files, server.key.settingsFile);
  if (key === '') throw new SeerrError('It has no API key yet.');
  return createSeerrClient(http, { url: server.url, key }, signal);
}

/** The key as the instance's own file has it now. */
async function readKey(files: Pick<Files, 'readText'>, path: string): Promise<string> {
  const text = (await files.readText(path)) ?? '';
  // Not written yet, or half: then there is none.
  return textOf(asObject(asObject(parseJson(text))?.['main'])?.['apiKey']);
}
