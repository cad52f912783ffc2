const drafts = new Map<string, string>();

/** The unsaved text of an entry; it lives as long as the page, since it may hold a new secret. */
export function readDraft(processName: string): string | undefined {
  return drafts.get(processName);
}

/** Keeps unsaved text; undefined forgets it. */
export function keepDraft(processName: string, text: string | undefined): void {
  if (text === undefined) drafts.delete(processName);
  else drafts.set(processName, text);
}

/** Whether anything is unsaved. */
export function hasDrafts(): boolean {
  return drafts.size > 0;
}
