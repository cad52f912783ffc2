/** A file of what the simulator serves. */
export interface PlayedFile {
  readonly path: string;
  readonly content: string | Played;
  readonly executable?: boolean;
}

/** A program that is made when it is first asked for. */
export interface Played {
  /** Its text: the stand-in of that service, a toolchain of the simulator, or the code itself. */
  readonly plays: { readonly standIn: string } | { readonly toolchain: string } | { readonly code: string };
  /** What it takes itself for (`STAND_IN_VERSION`). */
  readonly version?: string;
  /** Which of its programs it is, where a stand-in plays several (`STAND_IN_ROLE`). */
  readonly role?: string;
  /** Whether the kernel can start it; otherwise it is a module for Node. */
  readonly runsItself?: boolean;
}

/** The stand-in of a service as a module. */
export function standIn(key: string, version?: string, role?: string): Played {
  return {
    plays: { standIn: key },
    ...(version === undefined ? {} : { version }),
    ...(role === undefined ? {} : { role }),
  };
}

/** The stand-in of a service as a file that runs by itself. */
export function program(path: string, key: string, version: string): PlayedFile {
  return { path, content: { ...standIn(key, version), runsItself: true }, executable: true };
}

/** What every made-up source tree says about itself. */
export function readme(name: string): PlayedFile {
  return {
    path: 'README.md',
    content: `# ${name} (simulated)\n\nThis is not ${name}. It is the stand-in that Showrunner's demo installs in its place.\n`,
  };
}

/** The files below a folder. */
export function under(folder: string, files: readonly PlayedFile[]): readonly PlayedFile[] {
  return files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
}
