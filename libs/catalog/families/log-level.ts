import type { EnvCase } from '../vocabulary/run.ts';

/** What a program calls the levels of the stack document. */
export interface LevelWords {
  readonly DEBUG: string;
  readonly INFO: string;
  readonly WARNING: string;
  readonly ERROR: string;
  readonly CRITICAL: string;
}

/** The `log_level` of an entry as the value of a variable, in the program's own words; what is no level counts as INFO. */
export function logLevel(words: LevelWords): readonly EnvCase[] {
  const { INFO, ...others } = words;
  return [
    ...Object.entries(others).map(([level, value]) => ({ when: { is: '${self.log_level}', equal: level }, value })),
    { value: INFO },
  ];
}
