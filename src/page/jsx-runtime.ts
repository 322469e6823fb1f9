/**
 * What JSX of the page becomes, and how it gets into the document: elements stay where they are, with
 * their focus and what was typed, as long as something is wanted in their place.
 */

export type Child = Wanted | string | number | boolean | null | undefined | readonly Child[];

type Props = Readonly<Record<string, unknown>> & { readonly children?: Child };
type Component = (props: never) => Child;

interface Wanted {
  readonly type: string | Component;
  readonly props: Props;
  /** Tells it from the others of a list. */
  readonly key?: string | number | undefined;
}

export const jsx = (type: Wanted['type'], props: Props, key?: Wanted['key']): Wanted => ({
  type,
  props,
  key,
});
export const jsxs = jsx;
export const Fragment = ({ children }: Props) => children;

/** What was put into an element, and its nodes by their places. */
interface Rendered {
  readonly props: Props;
  readonly nodes: ReadonlyMap<string, Node>;
}

const rendered = new WeakMap<Node, Rendered>();

export const render = (page: Child, parent: Element): void => patch(parent, { children: page });

function patch(parent: Element, props: Props): void {
  const before: Rendered = rendered.get(parent) ?? { props: {}, nodes: new Map() };
  const nodes = new Map<string, Node>();
  for (const [place, leaf] of leaves(props.children, '')) {
    // Two of a list may have the same key.
    const own = nodes.has(place) ? `${place} ${nodes.size}` : place;
    const old = before.nodes.get(own);
    nodes.set(own, typeof leaf === 'string' ? textNode(old, leaf) : element(old, leaf));
  }
  arrange(parent, before.nodes, nodes);
  rendered.set(parent, { props, nodes });
  setAll(parent, before.props, props);
}

/** The texts and elements that components and lists come to, each with its place. */
function* leaves(
  child: Child,
  place: string,
): Generator<readonly [place: string, leaf: string | Wanted]> {
  if (Array.isArray(child)) {
    for (const [index, each] of child.entries()) {
      yield* leaves(each, `${place} ${each?.key ?? index}`);
    }
  } else if (typeof child === 'string' || typeof child === 'number') {
    yield [place, String(child)];
  } else if (child && child !== true) {
    const wanted = child as Wanted;
    if (typeof wanted.type === 'string') yield [place, wanted];
    else yield* leaves(wanted.type(wanted.props as never), `${place}>`);
  }
}

function textNode(before: Node | undefined, text: string): Text {
  const node = before instanceof Text ? before : new Text();
  if (node.data !== text) node.data = text;
  return node;
}

function element(before: Node | undefined, { type, props }: Wanted): Element {
  const isSame = before instanceof Element && before.localName === type;
  const node = isSame ? before : document.createElement(type as string);
  patch(node, props);
  return node;
}

/** A node that is where it belongs is not moved: it would lose the focus. */
function arrange(parent: Element, before: Rendered['nodes'], nodes: Rendered['nodes']): void {
  const kept = new Set(nodes.values());
  for (const node of before.values()) if (!kept.has(node)) parent.removeChild(node);
  let at = parent.firstChild;
  for (const node of kept) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

function setAll(node: Element, before: Props, props: Props): void {
  for (const name of Object.keys({ ...before, ...props })) {
    const value = props[name];
    // What was typed since is not what was set.
    const old = CONTROLLED.has(name) ? node[name as 'id'] : before[name];
    if (name !== 'children' && value !== old) set(node, name, value);
  }
}

/** Once somebody typed, the attribute counts no longer. */
const CONTROLLED: ReadonlySet<string> = new Set(['value', 'checked']);

function set(node: Element, name: string, value: unknown): void {
  if (CONTROLLED.has(name)) Object.assign(node, { [name]: value });
  else if (/^on/.test(name)) Object.assign(node, { [name.toLowerCase()]: value });
  // The policy allows no attribute for it.
  else if (name === 'style') Object.assign((node as HTMLElement).style, value);
  else if (value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? '' : String(value));
}

type Value = string | number | boolean | undefined;

type Attribute =
  | 'autocapitalize'
  | 'autocomplete'
  | 'checked'
  | 'class'
  | 'colSpan'
  | 'dateTime'
  | 'for'
  | 'id'
  | 'list'
  | 'open'
  | 'placeholder'
  | 'readOnly'
  | 'role'
  | 'rows'
  | 'scope'
  | 'spellcheck'
  | 'tabIndex'
  | 'title'
  | 'type'
  | 'value';

type Attributes<E> = {
  readonly [Name in Attribute | `data-${string}`]?: Value;
} & {
  /** As it is written in HTML: a boolean would be there, or not. */
  readonly [Name in `aria-${string}`]?: string | undefined;
} & {
  readonly [Name in keyof HTMLElementEventMap as `on${Capitalize<Name>}`]?: (
    event: HTMLElementEventMap[Name] & { readonly currentTarget: E },
  ) => void;
} & {
  readonly key?: string | number;
  readonly style?: Readonly<Record<string, string>>;
  readonly children?: Child;
};

export declare namespace JSX {
  type Element = Wanted;
  type ElementType = keyof IntrinsicElements | ((props: never) => Child);
  interface ElementChildrenAttribute {
    readonly children: unknown;
  }
  interface IntrinsicAttributes {
    readonly key?: string | number;
  }
  type IntrinsicElements = {
    [Tag in keyof HTMLElementTagNameMap]: Attributes<HTMLElementTagNameMap[Tag]>;
  };
}
