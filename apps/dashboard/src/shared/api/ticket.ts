import { post } from './client.ts';

/** A one-use ticket that lets a socket in, so that no token is ever part of an address. */
export async function askTicket(): Promise<string> {
  const { ticket } = await post<{ readonly ticket: string }>('/api/native/ticket');
  return ticket;
}
