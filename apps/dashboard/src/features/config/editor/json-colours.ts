import { syntaxTree } from '@codemirror/language';
import type { Range } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

const name = Decoration.mark({ class: 'json-name' });
const text = Decoration.mark({ class: 'json-text' });
const value = Decoration.mark({ class: 'json-value' });
const marks: Readonly<Record<string, Decoration>> = {
  PropertyName: name,
  String: text,
  Number: value,
  True: value,
  False: value,
  Null: value,
};

/** Tells keys, texts and other values apart, by classes that the editor's theme colours. */
export const jsonColours = ViewPlugin.define(
  (view) => ({
    decorations: decorate(view),
    update(change: ViewUpdate) {
      const parsed = syntaxTree(change.state) !== syntaxTree(change.startState);
      if (change.docChanged || change.viewportChanged || parsed) this.decorations = decorate(change.view);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

function decorate(view: EditorView): DecorationSet {
  const found: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter: (node) => {
        const mark = marks[node.name];
        if (mark) found.push(mark.range(node.from, node.to));
      },
    });
  }
  return Decoration.set(found, true);
}
