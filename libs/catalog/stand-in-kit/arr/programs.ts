import {
  applicationSchemas,
  downloadClientSchemas,
  type Entry,
  indexerSchemas,
  prowlarrIndexerSchemas,
} from './schemas.ts';

/** What tells the stand-in of one Arr from that of another. */
export interface ArrProgram {
  /** Base name of its database and log file. */
  readonly key: string;
  readonly name: string;
  readonly api: '/api/v1' | '/api/v3';
  readonly defaultPort: number;
  readonly branch: string;
  /** Lists of providers that it has, with what it offers to make them of. */
  readonly providers: Readonly<Record<string, readonly Entry[]>>;
  readonly hasLibrary: boolean;
  /** Lidarr: a root folder carries profiles. */
  readonly isMusic: boolean;
}

function library(key: string, name: string, over: Partial<ArrProgram> & { readonly category: string }): ArrProgram {
  const { category, ...rest } = over;
  return {
    key,
    name,
    api: '/api/v3',
    defaultPort: 0,
    branch: 'master',
    providers: { downloadclient: downloadClientSchemas(category), indexer: indexerSchemas },
    hasLibrary: true,
    isMusic: false,
    ...rest,
  };
}

export const arrPrograms = {
  sonarr: library('sonarr', 'Sonarr', { defaultPort: 8989, branch: 'main', category: 'tv' }),
  radarr: library('radarr', 'Radarr', { defaultPort: 7878, category: 'movie' }),
  lidarr: library('lidarr', 'Lidarr', { defaultPort: 8686, api: '/api/v1', isMusic: true, category: 'music' }),
  whisparr: library('whisparr', 'Whisparr', { defaultPort: 6969, branch: 'nightly', category: 'tv' }),
  prowlarr: {
    key: 'prowlarr',
    name: 'Prowlarr',
    api: '/api/v1',
    defaultPort: 9696,
    branch: 'master',
    providers: { applications: applicationSchemas, indexer: prowlarrIndexerSchemas },
    hasLibrary: false,
    isMusic: false,
  },
} as const satisfies Readonly<Record<string, ArrProgram>>;
