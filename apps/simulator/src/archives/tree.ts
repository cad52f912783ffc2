/** A file of an archive that is made here. */
export interface TreeFile {
  readonly path: string;
  readonly content: string;
  readonly executable?: boolean;
}

/** The files below a folder. */
export function under(folder: string, files: readonly TreeFile[]): readonly TreeFile[] {
  return files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
}
