/** What signing in gives; kept in this browser so that a reload stays signed in. */
export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

const key = 'showrunner.tokens';
const listeners = new Set<() => void>();
let cachedText: string | null = null;
let cached: Tokens | null = null;

/** The tokens as they are stored now; another tab may have changed them. */
export function readTokens(): Tokens | null {
  const text = localStorage.getItem(key) ?? sessionStorage.getItem(key);
  if (text !== cachedText) {
    cachedText = text;
    cached = parseTokens(text);
  }
  return cached;
}

/** Keeps tokens: beyond the browser's end when `remember`, else until the tab closes. */
export function keepTokens(tokens: Tokens, remember: boolean): void {
  dropStored();
  (remember ? localStorage : sessionStorage).setItem(key, JSON.stringify(tokens));
  announce();
}

/** Replaces the tokens where they are kept. */
export function renewTokens(tokens: Tokens): void {
  keepTokens(tokens, localStorage.getItem(key) !== null);
}

/** Signs out in this browser. */
export function dropTokens(): void {
  dropStored();
  announce();
}

/** Tells when the tokens change, also by another tab; answers how to stop. */
export function subscribeTokens(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

function dropStored(): void {
  localStorage.removeItem(key);
  sessionStorage.removeItem(key);
}

function announce(): void {
  for (const listener of listeners) listener();
}

function parseTokens(text: string | null): Tokens | null {
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('access' in value) || !('refresh' in value)) return null;
  return { access: String(value.access), refresh: String(value.refresh) };
}
