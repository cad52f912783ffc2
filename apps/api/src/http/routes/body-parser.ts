import type { FastifyInstance } from 'fastify';
import { checkJson } from './check-json.ts';
import { refuse } from './validate.ts';

/** Bodies are JSON, may be absent, and what is not JSON is refused with the place where it stops being JSON. */
export function installBodyParser(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : checkJson(JSON.parse(String(text))));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const at = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
      done(
        refuse([
          { type: 'json_invalid', loc: ['body', at], msg: 'JSON decode error', input: {}, ctx: { error: message } },
        ]),
      );
    }
  });
  // Whatever else comes is text that no schema accepts, except nothing at all.
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
    done(null, text === '' ? undefined : text);
  });
}
