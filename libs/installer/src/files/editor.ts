import type { Json } from '@showrunner/contracts';

/**
 * A configuration file being edited. What is not named keeps its place, its comments and its spelling. Values of formats
 * that know only text are compared as text.
 */
export interface Editor {
  /** `undefined`: not there. */
  get(at: readonly string[]): Json | undefined;
  set(at: readonly string[], value: Json): void;
  remove(at: readonly string[]): void;
  /** Removes everything under a key or section. */
  removeSection(at: readonly string[]): void;
  text(): string;
}

/** Opens a text for editing. @throws Problem `file.unreadable` naming the file and, where it is known, the line */
export type OpenEditor = (text: string, path: string) => Editor;
