import type { Postgres } from '@showrunner/platform';
import { describe, expect, it } from 'vitest';
import { createHookContext } from '../../stand-in-kit/hook-context.ts';
import { registerServer } from './register-server.ts';

const values = { host: '127.0.0.1', port: '5432', user: 'DUMB', password: 'secret' };

/** Answers the hook's questions in order of what they ask for; the tables come after `late` questions. */
function createDatabase(state: { late: number; registered: boolean }) {
  const inserted: unknown[] = [];
  const postgres: Postgres = {
    connect: async (address, work) => {
      expect(address).toEqual({ host: '127.0.0.1', port: 5432, user: 'DUMB', password: 'secret', database: 'pgadmin' });
      return work(async (text, parameters = []) => {
        if (text.includes('information_schema')) return [{ present: state.late-- > 0 ? 0 : 3 }];
        if (text.startsWith('SELECT user_id')) return [{ user_id: 3, id: 7 }];
        if (text.startsWith('SELECT id FROM server ')) return state.registered ? [{ id: 1 }] : [];
        if (text.startsWith('INSERT INTO server')) inserted.push(parameters);
        return [];
      });
    },
  };
  return { postgres, inserted };
}

describe('register-server', () => {
  it('waits for the tables and adds the server to the first account', async () => {
    const { postgres, inserted } = createDatabase({ late: 3, registered: false });
    await registerServer(createHookContext({ values, postgres }));
    expect(inserted).toEqual([[3, 7, 'DUMB', '127.0.0.1', 5432, 'DUMB']]);
  });

  it('adds nothing when it is there', async () => {
    const { postgres, inserted } = createDatabase({ late: 0, registered: true });
    await registerServer(createHookContext({ values, postgres }));
    expect(inserted).toEqual([]);
  });

  it('gives up when the tables do not come', async () => {
    const { postgres } = createDatabase({ late: 1000, registered: false });
    await expect(registerServer(createHookContext({ values, postgres }))).rejects.toMatchObject({
      code: 'hook.failed',
    });
  });
});
