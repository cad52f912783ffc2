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
  /** The planner or a program writes it; an edit of it has no effect and is refused by the form. */
  readonly derived?: boolean;
}
