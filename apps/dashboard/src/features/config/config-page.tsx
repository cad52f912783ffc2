import { useQuery } from '@tanstack/react-query';
import { formatList, formatTrail } from '../../shared/format/words.ts';
import { Loading } from '../../shared/ui/feedback/loading.tsx';
import { LoadFailure } from '../../shared/ui/feedback/load-failure.tsx';
import { Notice } from '../../shared/ui/feedback/notice.tsx';
import { documentQuery } from '../../shared/api/document.ts';
import { findEntryPath, overriddenWithin } from './entry.ts';
import { EntryEditor } from './entry-editor.tsx';

/** The configuration of one service as the text of its entry in the stack document. */
export default function ConfigPage({ processName }: { processName: string }) {
  const query = useQuery(documentQuery);
  if (query.isPending) return <Loading label="Loading the configuration" rows={4} />;
  if (query.isError) return <LoadFailure error={query.error} onRetry={() => void query.refetch()} />;
  const { document, overridden } = query.data;
  const path = findEntryPath(document, processName);
  if (!path) {
    return (
      <Notice tone="idle" title="There is nothing to set here">
        <p>The stack document has no entry named {processName}.</p>
      </Notice>
    );
  }
  const fixed = overriddenWithin(overridden, path);
  return (
    <>
      {fixed.length > 0 && (
        <Notice tone="warn" title="The environment decides some of these values">
          <p>
            {formatList(fixed.map(formatTrail))} {fixed.length === 1 ? 'is' : 'are'} set by an environment variable or a
            secret file. A change here is stored and has no effect until that is removed.
          </p>
        </Notice>
      )}
      <EntryEditor
        key={processName}
        processName={processName}
        path={path}
        view={query.data}
        onReload={() => void query.refetch()}
      />
    </>
  );
}
