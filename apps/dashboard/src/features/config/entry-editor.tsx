import { useEffect, useMemo, useState } from 'react';
import { toProblemView } from '../../shared/api/api-error.ts';
import { formatCount, formatTrail } from '../../shared/format/words.ts';
import { Button } from '../../shared/ui/form/button.tsx';
import { Notice } from '../../shared/ui/feedback/notice.tsx';
import { ProblemCard } from '../../shared/ui/feedback/problem-card.tsx';
import styles from './config.module.css';
import type { DocumentView } from '../../shared/api/document.ts';
import { hasDrafts, keepDraft, readDraft } from './drafts.ts';
import { getAt, parseEntry, printEntry, setAt } from './entry.ts';
import { JsonEditor } from './editor/json-editor.tsx';
import { SaveReview } from './save-review.tsx';
import { useEntryCheck } from './api/use-entry-check.ts';

interface EntryEditorProps {
  readonly processName: string;
  readonly path: readonly string[];
  readonly view: DocumentView;
  readonly onReload: () => void;
}

/** Text, what is wrong with it, and the way to saving: first the difference, then the button. */
export function EntryEditor({ processName, path, view, onReload }: EntryEditorProps) {
  const stored = useMemo(() => printEntry(getAt(view.document, path)), [view, path]);
  const [text, setText] = useState(() => readDraft(processName) ?? stored);
  const [reviewing, setReviewing] = useState(false);
  const [focusCount, setFocusCount] = useState(0);
  const focusText = () => setFocusCount((count) => count + 1);
  const parsed = parseEntry(text);
  const dirty = text !== stored;
  const wished = parsed.ok && dirty ? setAt(view.document, path, parsed.value) : null;
  const { check, error, pending } = useEntryCheck(wished, text);
  useEffect(() => keepDraft(processName, dirty ? text : undefined), [processName, dirty, text]);
  useLeaveWarning();

  if (reviewing && wished) {
    return (
      <SaveReview
        processName={processName}
        before={stored}
        after={text}
        document={wished}
        basedOn={view.revision}
        onBack={() => {
          setReviewing(false);
          focusText();
        }}
        onReload={onReload}
      />
    );
  }
  const issues = dirty ? (check?.issues ?? []) : [];
  const ready = wished !== null && !pending && check !== undefined && issues.length === 0;
  return (
    <div className={styles['page']}>
      <JsonEditor
        label={`Configuration of ${processName}, JSON`}
        value={text}
        onChange={setText}
        focusCount={focusCount}
      />
      <div aria-live="polite" className={styles['findings']}>
        {!parsed.ok && (
          <Notice tone="fail" title="This is not valid JSON yet">
            <p>{parsed.message}</p>
          </Notice>
        )}
        {error && wished && <ProblemCard problem={toProblemView(error)} />}
        {issues.map((issue) => (
          <Notice key={issue.path.join('/') + issue.message} tone="fail" title={formatTrail(issue.path)}>
            <p>
              {issue.message} {issue.remedy}
            </p>
          </Notice>
        ))}
      </div>
      <div className={styles['bar']}>
        <p className={styles['said']}>{sayState(dirty, parsed.ok, pending, issues.length)}</p>
        {dirty && (
          <Button
            look="quiet"
            onClick={() => {
              setText(stored);
              focusText();
            }}
          >
            Discard the edit
          </Button>
        )}
        <Button look="primary" disabled={!ready} onClick={() => setReviewing(true)}>
          Review the change
        </Button>
      </div>
    </div>
  );
}

function sayState(dirty: boolean, readable: boolean, pending: boolean, issues: number): string {
  if (!dirty) return 'As it is stored. Secrets are masked; leave a mask as it is to keep the secret.';
  if (!readable) return 'Not saved.';
  if (pending) return 'Checking.';
  if (issues > 0) return `Not saved: ${formatCount(issues, 'place')} to mend.`;
  return 'Valid, and not saved yet.';
}

function useLeaveWarning(): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (hasDrafts()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
}
