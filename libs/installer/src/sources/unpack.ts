import type { ExtractRequest } from '@showrunner/platform';
import type { InstallerSettings, InstallerTools, InstallOptions } from '../settings.ts';

/** Unpacks into a directory that does not exist yet, within the limits of the settings. @throws Problem `archive.unsafe` */
export async function unpack(
  what: {
    readonly file: string;
    readonly format: ExtractRequest['format'];
    readonly into: string;
    readonly strip: number;
    readonly keep?: readonly string[];
  },
  context: { readonly tools: InstallerTools; readonly settings: InstallerSettings; readonly options: InstallOptions },
): Promise<void> {
  const { limits } = context.settings;
  await context.tools.archives.extract(
    {
      archive: what.file,
      format: what.format,
      into: what.into,
      strip: what.strip,
      ...(what.keep === undefined ? {} : { keep: what.keep }),
      maxEntries: limits.archiveEntries,
      maxBytes: limits.unpackedBytes,
      onProgress: (entries) => {
        if (entries % 100 === 0) context.options.onProgress(`Unpacking, ${entries} files`);
      },
    },
    context.options.signal,
  );
}
