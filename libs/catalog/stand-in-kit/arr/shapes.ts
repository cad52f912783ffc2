/*
 * Members of the bodies that the Arrs take, with their types, as their interface descriptions have them
 * (`additionalProperties` false). The programs pass over a member that they do not know; here it is an error, because it
 * says that we mean another interface.
 */

type Kind = 'text' | 'whole' | 'flag' | 'list' | 'object' | 'any' | readonly string[];
export type Shape = Readonly<Record<string, Kind>>;

const protocol = ['unknown', 'usenet', 'torrent'] as const;

const provider: Shape = {
  id: 'whole',
  name: 'text',
  fields: 'list',
  implementationName: 'text',
  implementation: 'text',
  configContract: 'text',
  infoLink: 'text',
  message: 'object',
  tags: 'list',
  presets: 'list',
};

export const fieldShape: Shape = {
  order: 'whole',
  name: 'text',
  label: 'text',
  unit: 'text',
  helpText: 'text',
  helpTextWarning: 'text',
  helpLink: 'text',
  value: 'any',
  type: 'text',
  advanced: 'flag',
  selectOptions: 'list',
  selectOptionsProviderAction: 'text',
  section: 'text',
  hidden: 'text',
  privacy: ['normal', 'password', 'apiKey', 'userName'],
  placeholder: 'text',
  isFloat: 'flag',
};

export const tagShape: Shape = { id: 'whole', label: 'text' };

export const rootFolderShape: Shape = {
  id: 'whole',
  path: 'text',
  accessible: 'flag',
  freeSpace: 'whole',
  unmappedFolders: 'list',
};

export const musicRootFolderShape: Shape = {
  id: 'whole',
  name: 'text',
  path: 'text',
  defaultMetadataProfileId: 'whole',
  defaultQualityProfileId: 'whole',
  defaultMonitorOption: ['all', 'future', 'missing', 'existing', 'latest', 'first', 'none', 'unknown'],
  defaultNewItemMonitorOption: ['all', 'none', 'new'],
  defaultTags: 'list',
  accessible: 'flag',
  freeSpace: 'whole',
  totalSpace: 'whole',
};

/** What the Arrs have in common of it; each has members beside those. */
export const mediaManagementShape: Shape = {
  id: 'whole',
  recycleBin: 'text',
  recycleBinCleanupDays: 'whole',
  deleteEmptyFolders: 'flag',
  setPermissionsLinux: 'flag',
  chmodFolder: 'text',
  chownGroup: 'text',
  skipFreeSpaceCheckWhenImporting: 'flag',
  minimumFreeSpaceWhenImporting: 'whole',
  copyUsingHardlinks: 'flag',
  importExtraFiles: 'flag',
  extraFileExtensions: 'text',
  enableMediaInfo: 'flag',
};

const byKind: Readonly<Record<string, Shape>> = {
  downloadclient: {
    ...provider,
    enable: 'flag',
    protocol,
    priority: 'whole',
    removeCompletedDownloads: 'flag',
    removeFailedDownloads: 'flag',
  },
  indexer: {
    ...provider,
    enableRss: 'flag',
    enableAutomaticSearch: 'flag',
    enableInteractiveSearch: 'flag',
    supportsRss: 'flag',
    supportsSearch: 'flag',
    protocol,
    priority: 'whole',
    seasonSearchMaximumSingleEpisodeAge: 'whole',
    downloadClientId: 'whole',
  },
  applications: { ...provider, syncLevel: ['disabled', 'addOnly', 'fullSync'], testCommand: 'text' },
};

const prowlarrIndexer: Shape = {
  ...provider,
  indexerUrls: 'list',
  legacyUrls: 'list',
  definitionName: 'text',
  description: 'text',
  language: 'text',
  encoding: 'text',
  enable: 'flag',
  redirect: 'flag',
  supportsRss: 'flag',
  supportsSearch: 'flag',
  supportsRedirect: 'flag',
  supportsPagination: 'flag',
  appProfileId: 'whole',
  protocol,
  privacy: ['public', 'semiPrivate', 'private'],
  capabilities: 'object',
  priority: 'whole',
  downloadClientId: 'whole',
  added: 'text',
  status: 'object',
  sortName: 'text',
};

export function providerShape(kind: string, isProwlarr: boolean): Shape {
  return kind === 'indexer' && isProwlarr ? prowlarrIndexer : (byKind[kind] ?? {});
}

/** What of a body is not as the interface has it; nothing where all is. */
export function shapeProblems(body: unknown, shape: Shape, at = '$'): readonly string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return [`The JSON value at ${at} is no object.`];
  return Object.entries(body).flatMap(([key, value]: [string, unknown]) => {
    const kind = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (kind === undefined) return [`There is no member ${at}.${key}.`];
    return value === null || fits(value, kind)
      ? []
      : [`The JSON value could not be converted to the type of ${at}.${key}.`];
  });
}

function fits(value: unknown, kind: Kind): boolean {
  if (Array.isArray(kind)) return kind.includes(value);
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'whole':
      return Number.isInteger(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && !Array.isArray(value);
    default:
      return true;
  }
}
