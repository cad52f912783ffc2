/**
 * A shadow root for an element. The editor puts its style sheets there as objects; in the page itself it would need
 * inline style elements, which the content security policy forbids.
 */
export function isolate(element: HTMLElement): ShadowRoot {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  root.replaceChildren();
  return root;
}
