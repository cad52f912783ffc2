/** First path segments under `/api` that are APIs of their own; everything else there is the DUMB dialect's alias. */
const ownApis = ['v1', 'native'];

/** Where an address leads that cannot be read: to no route, past all the guards like any other. */
const unreadable = '/.unreadable';

/**
 * The address under which a route is known: `/api` taken off where it is only an alias, no slash at the end. The
 * answer comes from the same handler; nobody is redirected.
 */
export function rewriteUrl(url: string): string {
  const queryAt = url.indexOf('?');
  const query = queryAt < 0 ? '' : url.slice(queryAt);
  let path = queryAt < 0 ? url : url.slice(0, queryAt);
  if (path === '/api' || path.startsWith('/api/')) {
    const rest = path.slice(4);
    if (!ownApis.includes(rest.split('/')[1] ?? '')) path = rest === '' ? '/' : rest;
  }
  if (!isReadable(path)) return unreadable;
  let end = path.length;
  while (end > 1 && path.charCodeAt(end - 1) === 47) end -= 1;
  return path.slice(0, end) + query;
}

function isReadable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    // A percent sign that begins nothing, or bytes that are no text.
    return false;
  }
}
