import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SequencedEvent, ServiceView, StackView } from '@showrunner/contracts';
import type { Product } from './open-product.ts';

/** Speaks to the product as a browser does: one connection that is kept open, and a socket. */
export interface ProductClient {
  /** Answers the body of a path as it came. */
  get(path: string): Promise<string>;
  services(): Promise<readonly ServiceView[]>;
  /** Follows the events; resolves once the snapshot has come. The answer ends it. */
  follow(onEvent: (event: SequencedEvent) => void): Promise<() => void>;
}

const account = { username: 'bench', password: 'correct horse battery' };

/** Waits until the product answers. */
export async function whenAnswers(product: Product): Promise<void> {
  for (;;) {
    try {
      await fetch(`${product.url}/auth/status`);
      return;
    } catch {
      await sleep(2); // it does not listen yet
    }
  }
}

/** Makes the first account of a product that answers, and answers its token. It is good over restarts. */
export async function setUpAccount(product: Product): Promise<string> {
  const response = await fetch(`${product.url}/auth/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string }; // as the wire says
  if (token === undefined) throw new Error(`The account could not be made: ${response.status}`);
  return token;
}

export function createProductClient({ url }: Product, token: string): ProductClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const get = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const call = request(`${url}${path}`, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString());
          else reject(new Error(`${path} answered ${response.statusCode ?? 0}`));
        });
      });
      call.on('error', reject);
      call.end();
    });
  return {
    get,
    services: async () => (JSON.parse(await get('/api/native/stack')) as StackView).services,
    follow: (onEvent) => followEvents(url, token, onEvent),
  };
}

/** The frames of socket.io that matter here, by hand: open, join, ping, event. */
function followEvents(url: string, token: string, onEvent: (event: SequencedEvent) => void): Promise<() => void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io?EIO=4&transport=websocket`);
  return new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error('The socket could not be opened.'));
    socket.onmessage = (frame) => {
      const data = String(frame.data);
      if (data.startsWith('0')) socket.send(`40/events,${JSON.stringify({ token })}`);
      else if (data === '2') socket.send('3');
      else if (data.startsWith('44/events,')) reject(new Error(`Refused: ${data}`));
      else if (data.startsWith('42/events,')) {
        const [name, value] = JSON.parse(data.slice('42/events,'.length)) as [string, SequencedEvent]; // as the wire says
        if (name === 'event') onEvent(value);
        else resolve(() => socket.close());
      }
    };
  });
}
