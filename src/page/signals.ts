import { effect, type Signal, signal } from '@preact/signals-core';
import { type ComponentChild, type ContainerNode, render } from 'preact';
import { useState } from 'preact/hooks';

/**
 * Renders the page, and again whenever a signal that it read has another value. All of it: it is small,
 * and most of it changes with the verdict.
 */
export function renderAlways(page: () => ComponentChild, parent: ContainerNode): void {
  effect(() => render(page(), parent));
}

/** A signal of a component's own, which lasts as long as it is shown. */
export function useSignal<T>(initial: T): Signal<T> {
  const [own] = useState(() => signal(initial));
  return own;
}
