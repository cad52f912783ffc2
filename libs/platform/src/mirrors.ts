import type { Network } from './network.ts';

/** Addresses that begin with `from` are asked at `to` instead. */
export interface Mirror {
  readonly from: string;
  readonly to: string;
}

/** The same network, where some of the world is somewhere else: of several mirrors the one that says most counts. */
export function withMirrors(network: Network, mirrors: readonly Mirror[]): Network {
  const ordered = [...mirrors].sort((a, b) => b.from.length - a.from.length);
  const moved = <T extends { readonly url: string }>(request: T): T => {
    const mirror = ordered.find(({ from }) => request.url.startsWith(from));
    return mirror === undefined ? request : { ...request, url: mirror.to + request.url.slice(mirror.from.length) };
  };
  return {
    ...network,
    http: (request, signal) => network.http(moved(request), signal),
    download: (request, signal) => network.download(moved(request), signal),
  };
}
