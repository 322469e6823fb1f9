/** What an application registers for an event. */
// biome-ignore lint/suspicious/noExplicitAny: as the SDK declares its listeners, for every event.
export type Listener = (...values: any[]) => void;

/** The SDK's event emitter, with its public methods. */
export class Emitter {
  readonly #listeners = new Map<
    string,
    { readonly listener: Listener; readonly once: boolean }[]
  >();

  /** Registers a listener; the same one twice is called twice. */
  on(event: string, listener: Listener): void {
    this.#add(event, listener, false);
  }

  /** Registers a listener for the next event alone. */
  once(event: string, listener: Listener): void {
    this.#add(event, listener, true);
  }

  /** Removes a listener. */
  off(event: string, listener: Listener): void {
    const left = this.#of(event);
    const index = left.findIndex((one) => one.listener === listener);
    if (index >= 0) left.splice(index, 1);
  }

  /** Removes the listeners of one event, or all. */
  removeAllListeners(event?: string): void {
    if (event === undefined) this.#listeners.clear();
    else this.#listeners.delete(event);
  }

  /** The listeners of an event. */
  getListeners(event: string): Listener[] {
    return this.#of(event).map(({ listener }) => listener);
  }

  /**
   * Calls the listeners. One that throws stops neither the others nor the emulator; its error surfaces
   * as uncaught, where a test runner sees it.
   *
   * @internal
   */
  emit(event: string, ...values: unknown[]): void {
    for (const { listener, once } of [...this.#of(event)]) {
      if (once) this.off(event, listener);
      try {
        listener(...values);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #add(event: string, listener: Listener, once: boolean): void {
    this.#listeners.set(event, [...this.#of(event), { listener, once }]);
  }

  #of(event: string) {
    return this.#listeners.get(event) ?? [];
  }
}
