import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { editing, reading } from './editor-setup.ts';
import { isolate } from './isolate.ts';
import styles from '../config.module.css';

interface JsonEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** The text gets the focus whenever this grows above zero. */
  readonly focusCount: number;
}

/** A text field for JSON. A value from outside replaces the text; its own changes go out. */
export function JsonEditor({ label, value, onChange, focusCount }: JsonEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const change = useRef(onChange);
  change.current = onChange;
  const initial = useRef(value);

  useEffect(() => {
    if (!host.current) return;
    const root = isolate(host.current);
    const editor = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: initial.current,
        extensions: [
          reading,
          editing,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) change.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    if (focusCount > 0) view.current?.focus();
  }, [focusCount]);

  return <div ref={host} className={styles['editor']} />;
}
