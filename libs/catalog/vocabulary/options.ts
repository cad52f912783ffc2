import type { Capability } from './connections.ts';

/** What a field of an entry may hold, beyond the type of its default. Drives the JSON Schema and the forms. */
export interface FieldSpec {
  readonly label?: string;
  readonly description?: string;
  readonly enum?: readonly (string | number)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Write-only: masked in every answer, log line and event. */
  readonly secret?: boolean;
  /** Alternative JSON types where the default's own is not the only one. */
  readonly types?: readonly ('string' | 'number' | 'boolean' | 'array' | 'object' | 'null')[];
  /**
   * Left blank by who newly chooses the service, it names the services that provide one of these and are chosen with it or
   * switched on already: as a text where there is one, as a list where there are several.
   */
  readonly filledFrom?: readonly Capability[];
  /** The planner or a program writes it; an edit of it has no effect and is refused by the form. */
  readonly derived?: boolean;
}
