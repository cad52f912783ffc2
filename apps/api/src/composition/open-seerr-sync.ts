import { createSeerrSync, readSyncSettings, type SeerrSync } from '@showrunner/seerr-sync';
import type { ServedPlatform, ServedStack } from '../served.ts';

/** Copies requests as the document of the stack says, and looks at it anew when that changes. */
export async function openSeerrSync(stack: ServedStack, platform: ServedPlatform): Promise<SeerrSync> {
  const sync = await createSeerrSync({
    ...platform,
    http: platform.network.http,
    settings: () => readSyncSettings(stack.document().effective, stack.realPath),
    path: stack.realPath('/config/seerr_sync_state.json'),
  });
  const { unsubscribe } = stack.subscribe((event) => {
    if (event.type === 'document.changed') sync.reconsider();
  });
  return {
    ...sync,
    async close() {
      unsubscribe();
      await sync.close();
    },
  };
}
