/** A file of an archive that is made here. */
export interface TreeFile {
  readonly path: string;
  readonly content: string;
  readonly executable?: boolean;
}
