import { changeBlock, type Migration } from './migration.ts';

const formerOwners = ['nzbdav-dev', 'nzbdav'];

/** InfiniDysk's repository moved; a fork that somebody chose stays. */
export const infinidyskRepository: Migration = {
  to: 3,
  apply: (document) =>
    changeBlock(document, 'infinidysk', (block) => {
      const owner = block['repo_owner'];
      const moved = block['repo_name'] === 'nzbdav' && typeof owner === 'string' && formerOwners.includes(owner);
      return moved ? { ...block, repo_owner: 'infinidysk', repo_name: 'infinidysk' } : block;
    }),
};
