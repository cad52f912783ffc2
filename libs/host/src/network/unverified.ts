import type { Dispatcher } from 'undici';

let unverified: Dispatcher | undefined;

/**
 * `fetch` that does not ask the other side to prove who it is: for a server at home with a certificate of its own. The
 * runtime's own takes no agent of another version of itself, so this one comes with its own, when it is wanted.
 */
export async function fetchUnverified(url: string, options: RequestInit): Promise<Response> {
  const { Agent, fetch: fetchWithAgent } = await import('undici');
  unverified ??= new Agent({ connect: { rejectUnauthorized: false } });
  // Two declarations of one standard.
  const given = { ...options, dispatcher: unverified } as Parameters<typeof fetchWithAgent>[1];
  return (await fetchWithAgent(url, given)) as unknown as Response;
}
