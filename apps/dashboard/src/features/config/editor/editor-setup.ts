import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { linter } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import type { Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { jsonColours } from './json-colours.ts';

/** Colours of the editor, by token; both themes follow the page. */
const theme = EditorView.theme({
  // The sign that the library draws here is in none of our fonts.
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '"…"' },
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-content': { fontFamily: 'var(--mono)', caretColor: 'var(--accent)', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface)',
    color: 'var(--faint)',
    border: 'none',
    fontFamily: 'var(--mono)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--raised)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft)',
  },
  '.cm-panels': { backgroundColor: 'var(--raised)', color: 'var(--text)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)', border: '1px solid var(--hairline)' },
  '.cm-lintRange-error': { backgroundImage: 'none', borderBottom: '2px solid var(--fail)' },
  '.cm-mergeView .cm-changedLine, .cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--ok-soft)' },
  '.cm-deletedChunk, .cm-deletedLine': { backgroundColor: 'var(--fail-soft)' },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--fail-soft)' },
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--ok-soft)' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'none',
    textDecoration: 'underline 2px var(--fail)',
  },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: 'none', textDecoration: 'underline 2px var(--ok)' },
  '.json-name': { fontWeight: '600' },
  '.json-text': { color: 'var(--muted)' },
  '.json-value': { color: 'var(--busy)' },
  '.cm-collapsedLines': { background: 'var(--raised)', color: 'var(--muted)' },
});

/** What editor and comparison share. */
export const reading: Extension = [json(), lineNumbers(), jsonColours, theme, EditorView.lineWrapping];

/** What only the editor has. Tab leaves the field, so that the keyboard is never caught. */
export const editing: Extension = [
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  search({ top: true }),
  linter(jsonParseLinter()),
  keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
];
