/** The channels of one emulator, by App ID and name; an empty one is forgotten. */
export class Channels<Member extends { readonly uid: string | number }> {
  readonly #members = new Map<string, Map<string | number, Member>>();

  /** The members of a channel, in the order in which they joined. */
  of(appId: string, channel: string): Member[] {
    return [...(this.#members.get(key(appId, channel))?.values() ?? [])];
  }

  find(appId: string, channel: string, uid: string | number): Member | undefined {
    return this.#members.get(key(appId, channel))?.get(uid);
  }

  enter(appId: string, channel: string, member: Member): void {
    const name = key(appId, channel);
    const members = this.#members.get(name) ?? new Map();
    this.#members.set(name, members.set(member.uid, member));
  }

  leave(appId: string, channel: string, { uid }: Member): void {
    const name = key(appId, channel);
    const members = this.#members.get(name);
    members?.delete(uid);
    if (members?.size === 0) this.#members.delete(name);
  }
}

const key = (appId: string, channel: string) => `${appId} ${channel}`;
