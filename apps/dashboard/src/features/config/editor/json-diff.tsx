import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { reading } from './editor-setup.ts';
import { isolate } from './isolate.ts';
import styles from '../config.module.css';

const collapseUnchanged = { margin: 3, minSize: 6 };

/** Two texts side by side, what differs marked; one above the other where there is no room. */
export function JsonDiff({ before, after }: { before: string; after: string }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = isolate(host.current);
    const narrow = window.matchMedia('(max-width: 760px)').matches;
    const view = narrow ? stacked(root, before, after) : sideBySide(root, before, after);
    return () => view.destroy();
  }, [before, after]);
  return <div ref={host} className={styles['editor']} />;
}

function sideBySide(root: ShadowRoot, before: string, after: string): MergeView {
  return new MergeView({
    root,
    parent: root,
    a: { doc: before, extensions: [fixed('Before')] },
    b: { doc: after, extensions: [fixed('After')] },
    collapseUnchanged,
    gutter: true,
  });
}

function stacked(root: ShadowRoot, before: string, after: string): EditorView {
  const compare = unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged });
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({ doc: after, extensions: [fixed('Changes'), compare] }),
  });
}

function fixed(label: string): Extension {
  return [
    reading,
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true' }),
  ];
}
