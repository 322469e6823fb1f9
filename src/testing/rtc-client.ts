import { safeText } from '../core/text/safe-text.js';
import type { Channels } from './channel.js';
import { nowSeconds, untilEnd } from './clock.js';
import { Emitter } from './emitter.js';
import { type Admission, isRefusal, judge } from './judge.js';
import { assertJoin, assertToken } from './params.js';
import type { Settings } from './projects.js';
import {
  EmulatedRtcError,
  invalidOperation,
  invalidParams,
  joinRefused,
  notAuthorized,
} from './rtc-error.js';
import { type EmulatedLocalTrack, EmulatedTrack, type MediaType, type OfTheSdk } from './tracks.js';

/** As the SDK names them. */
export type ConnectionState =
  | 'DISCONNECTED'
  | 'CONNECTING'
  | 'RECONNECTING'
  | 'CONNECTED'
  | 'DISCONNECTING';

/** Why a client was disconnected, as the SDK names it. */
type DisconnectedReason = 'LEAVE' | 'TOKEN_EXPIRE' | 'UID_CONFLICT';

/** What an application needs of a track to publish it: the look-alike's tracks, or the SDK's own. */
interface PublishedTrack {
  readonly trackMediaType: MediaType;
}

/** What `createClient` takes; the codec is ignored. */
export interface ClientConfig {
  readonly mode?: string;
  readonly codec?: string;
  readonly role?: 'host' | 'audience';
}

/** Whoever is in a channel. */
interface Member {
  readonly client: EmulatedClient;
  readonly uid: string | number;
}

/** What a client shares with the others of its emulator. */
export interface Emulated {
  readonly settings: Settings;
  readonly channels: Channels<Member>;
  /** The next uid for who joins without one. */
  readonly nextUid: () => number;
}

/** Where a client is. */
interface Session {
  readonly appId: string;
  readonly channel: string;
  /** As it joined: 0 stands for any uid. */
  readonly asked: string | number;
  readonly member: Member;
  admission: Admission;
  cancel: () => void;
}

/** Another user of the channel, as one client sees it. */
export class EmulatedRemoteUser {
  readonly uid: string | number;
  /** After `subscribe`. */
  audioTrack?: OfTheSdk;
  /** After `subscribe`. */
  videoTrack?: OfTheSdk;
  readonly #client: EmulatedClient;

  /** @internal */
  constructor({ uid, client }: Member) {
    this.uid = uid;
    this.#client = client;
  }

  /** Whether it publishes audio. */
  get hasAudio(): boolean {
    return this.#client.publishes('audio');
  }

  /** Whether it publishes video. */
  get hasVideo(): boolean {
    return this.#client.publishes('video');
  }
}

/** The look-alike of `IAgoraRTCClient`. */
export class EmulatedClient extends Emitter {
  /** `rtc`, `live` …, as `createClient` was called. */
  readonly mode: OfTheSdk;
  #role: 'host' | 'audience';
  #state: ConnectionState = 'DISCONNECTED';
  #session: Session | undefined;
  #tracks: PublishedTrack[] = [];
  #users = new Map<Member, EmulatedRemoteUser>();
  readonly #emulated: Emulated;

  /** @internal */
  constructor({ mode = 'rtc', role }: ClientConfig, emulated: Emulated) {
    super();
    this.mode = mode;
    this.#role = role ?? (mode === 'live' ? 'audience' : 'host');
    this.#emulated = emulated;
  }

  get connectionState(): ConnectionState {
    return this.#state;
  }

  /** undefined outside of a channel. */
  get uid(): string | number | undefined {
    return this.#session?.member.uid;
  }

  /** undefined outside of a channel. */
  get channelName(): string | undefined {
    return this.#session?.channel;
  }

  get role(): 'host' | 'audience' {
    return this.#role;
  }

  /** The tracks that are published. */
  get localTracks(): OfTheSdk[] {
    return [...this.#tracks];
  }

  /** The hosts in the channel, apart from this client. */
  get remoteUsers(): EmulatedRemoteUser[] {
    return this.#others()
      .filter(({ client }) => client.role === 'host')
      .map((member) => this.#seen(member));
  }

  /**
   * Joins a channel when the token allows it, as Agora's servers would.
   * @returns the uid
   * @throws EmulatedRtcError the SDK's error, with what the library finds in the token
   */
  async join(
    appid: string,
    channel: string,
    token: string | null,
    uid?: string | number | null,
    _options?: unknown,
  ): Promise<string | number> {
    const asked = uid ?? 0;
    const params = { appId: appid, channel, token, uid: asked };
    assertJoin(params);
    if (this.#state !== 'DISCONNECTED') {
      throw invalidOperation('Client already in connecting/connected state');
    }
    this.#move('CONNECTING');
    await Promise.resolve();
    if (this.connectionState !== 'CONNECTING') {
      throw new EmulatedRtcError('OPERATION_ABORTED', 'cancel token canceled: leave was called');
    }
    const { settings, channels, nextUid } = this.#emulated;
    const judged = judge(params, settings, nowSeconds());
    if (isRefusal(judged)) {
      this.#move('DISCONNECTED');
      throw joinRefused(judged);
    }
    const member = { client: this, uid: asked === 0 ? nextUid() : asked };
    const earlier = channels.find(appid, channel, member.uid);
    if (earlier) earlier.client.#disconnect('UID_CONFLICT');
    this.#session = { appId: appid, channel, asked, member, admission: judged, cancel: () => {} };
    channels.enter(appid, channel, member);
    this.#move('CONNECTED');
    this.#watch();
    if (this.#role === 'host') this.#announce();
    for (const other of this.#others()) this.#meet(other);
    return member.uid;
  }

  /** Leaves the channel; outside of one it does nothing. */
  async leave(): Promise<void> {
    if (this.#state === 'DISCONNECTED') return;
    this.#disconnect('LEAVE');
    await Promise.resolve();
  }

  /**
   * Takes a new token, by the App ID, channel and uid that the client joined with; a refused one changes
   * nothing.
   * @throws EmulatedRtcError with the number 110 in `data.code`
   */
  async renewToken(token: string): Promise<void> {
    assertToken(token);
    if (!this.#session) {
      throw invalidOperation('renewToken should not be called before user join');
    }
    await Promise.resolve();
    const session = this.#current('renewToken');
    const { appId, channel, asked } = session;
    const { settings } = this.#emulated;
    const judged = judge({ appId, channel, token, uid: asked }, settings, nowSeconds());
    if (isRefusal(judged)) {
      throw notAuthorized('the new token was refused', judged.why, judged.findings);
    }
    session.admission = judged;
    this.#watch();
  }

  /** Only in live mode, as with the SDK; an audience stops publishing. */
  async setClientRole(role: 'host' | 'audience', _options?: unknown): Promise<void> {
    if (this.mode !== 'live') throw invalidOperation('rtc mode can not use setClientRole');
    if (role !== 'host' && role !== 'audience')
      throw invalidParams('role must be host or audience');
    if (role === this.#role) return;
    if (role === 'audience' && this.#tracks.length > 0) {
      throw invalidOperation('can not set client role to audience when publishing stream');
    }
    await Promise.resolve();
    if (role === 'audience') this.#farewell('BecomeAudience');
    this.#role = role;
    if (role === 'host' && this.#session) this.#announce();
  }

  /**
   * Publishes tracks; under co-host authentication the token must allow it.
   * @throws EmulatedRtcError
   */
  async publish(tracks: OfTheSdk): Promise<OfTheSdk> {
    const list = this.#tracksOf(tracks);
    if (list.length === 0) throw invalidParams('param list is empty');
    if (this.#role === 'audience') throw invalidOperation('audience can not publish stream');
    if (!this.#session) throw invalidOperation("Can't publish stream, haven't joined yet!");
    await Promise.resolve();
    const session = this.#current('publish');
    if (this.#emulated.settings.coHostAuth) {
      for (const { trackMediaType } of list) assertMayPublish(session, trackMediaType);
    }
    for (const track of list) {
      if (this.#tracks.includes(track)) continue;
      const isNew = !this.publishes(track.trackMediaType);
      this.#tracks.push(track);
      if (isNew) this.#tell('user-published', track.trackMediaType);
    }
  }

  /** Stops publishing tracks; without any, all of them. */
  async unpublish(tracks?: OfTheSdk): Promise<void> {
    if (!this.#session) throw invalidOperation("Can't unpublish stream, haven't joined yet!");
    const list = tracks === undefined ? [...this.#tracks] : this.#tracksOf(tracks);
    await Promise.resolve();
    for (const track of list) {
      const index = this.#tracks.indexOf(track);
      if (index < 0) continue;
      this.#tracks.splice(index, 1);
      if (!this.publishes(track.trackMediaType)) {
        this.#tell('user-unpublished', track.trackMediaType);
      }
    }
  }

  /** A track without media, of a user who publishes it. */
  async subscribe(user: OfTheSdk, mediaType: string): Promise<OfTheSdk> {
    if (!isMedia(mediaType)) throw invalidParams(`mediaType ${mediaType} is not audio or video`);
    if (!this.#session) throw invalidOperation("Can't subscribe stream, not joined");
    const found = this.remoteUsers.find((one) => one === user || one.uid === (user?.uid ?? user));
    if (!found) throw new EmulatedRtcError('INVALID_REMOTE_USER', 'user is not in the channel');
    if (mediaType === 'audio' ? !found.hasAudio : !found.hasVideo) {
      throw new EmulatedRtcError(
        'REMOTE_USER_IS_NOT_PUBLISHED',
        `user does not publish ${mediaType}`,
      );
    }
    await Promise.resolve();
    const field = fieldOf(mediaType);
    found[field] ??= new EmulatedTrack(mediaType);
    return found[field];
  }

  /** Forgets the tracks of a user. */
  async unsubscribe(user: OfTheSdk, mediaType?: string): Promise<void> {
    const found = this.remoteUsers.find((one) => one === user || one.uid === (user?.uid ?? user));
    if (!found) throw new EmulatedRtcError('INVALID_REMOTE_USER', 'user is not in the channel');
    for (const each of MEDIA) {
      if (mediaType === undefined || mediaType === each) delete found[fieldOf(each)];
    }
  }

  /** @internal */
  publishes(media: MediaType): boolean {
    return this.#tracks.some(({ trackMediaType }) => trackMediaType === media);
  }

  /** The session, which may have ended while the call was under way, or by a clock that jumped. */
  #current(call: string): Session {
    const session = this.#session;
    if (session && session.admission.ends <= nowSeconds()) this.#expire();
    if (this.#session) return this.#session;
    throw invalidOperation(`${call}: the client is not in a channel any more`);
  }

  /** Waits for what the token brings about. */
  #watch(): void {
    const session = this.#session;
    if (!session) return;
    session.cancel();
    session.cancel = untilEnd(
      session.admission.ends,
      () => this.emit('token-privilege-will-expire'),
      () => this.#expire(),
    );
  }

  #expire(): void {
    this.emit('token-privilege-did-expire');
    this.#disconnect('TOKEN_EXPIRE');
  }

  #disconnect(reason: DisconnectedReason): void {
    const session = this.#session;
    if (session) {
      session.cancel();
      this.#farewell('Quit');
      this.#emulated.channels.leave(session.appId, session.channel, session.member);
    }
    this.#session = undefined;
    this.#tracks = [];
    this.#users.clear();
    if (reason === 'LEAVE') this.#move('DISCONNECTING');
    this.#move('DISCONNECTED', reason);
  }

  #move(state: ConnectionState, reason?: DisconnectedReason): void {
    const before = this.#state;
    this.#state = state;
    this.emit('connection-state-change', state, before, reason);
  }

  #others(): Member[] {
    if (!this.#session) return [];
    const { appId, channel, member } = this.#session;
    return this.#emulated.channels.of(appId, channel).filter((one) => one !== member);
  }

  /** The one object that stands for another user here. */
  #seen(member: Member): EmulatedRemoteUser {
    const user = this.#users.get(member) ?? new EmulatedRemoteUser(member);
    this.#users.set(member, user);
    return user;
  }

  /** Emits an event about another user; without a listener there is nothing to make one for. */
  #emitAbout(event: string, member: Member, ...values: unknown[]): void {
    if (this.getListeners(event).length > 0) this.emit(event, this.#seen(member), ...values);
  }

  /** Says to the others what this client does. */
  #tell(event: string, ...values: unknown[]): void {
    const member = this.#session?.member;
    if (!member) return;
    for (const { client } of this.#others()) {
      if (event === 'user-unpublished') client.#dropTrack(member, values[0] as MediaType);
      client.#emitAbout(event, member, ...values);
    }
  }

  #dropTrack(member: Member, media: MediaType): void {
    const user = this.#users.get(member);
    if (user) delete user[fieldOf(media)];
  }

  #announce(): void {
    this.#tell('user-joined');
  }

  #farewell(reason: 'Quit' | 'BecomeAudience'): void {
    if (this.#role !== 'host') return;
    const media = MEDIA.filter((each) => this.publishes(each));
    this.#tracks = [];
    for (const each of media) this.#tell('user-unpublished', each);
    this.#tell('user-left', reason);
    const member = this.#session?.member;
    if (member) for (const { client } of this.#others()) client.#users.delete(member);
  }

  /** Learns of who is there already. */
  #meet(other: Member): void {
    if (other.client.role !== 'host') return;
    this.#emitAbout('user-joined', other);
    for (const media of MEDIA) {
      if (other.client.publishes(media)) this.#emitAbout('user-published', other, media);
    }
  }

  #tracksOf(given: unknown): PublishedTrack[] {
    const list: unknown[] = Array.isArray(given) ? given : [given];
    return list.map((track) => {
      if (isTrack(track)) return track;
      throw invalidParams('parameter is not local track');
    });
  }
}

const MEDIA: readonly MediaType[] = ['audio', 'video'];
const isMedia = (value: string): value is MediaType => value === 'audio' || value === 'video';
const fieldOf = (media: MediaType) => (media === 'audio' ? 'audioTrack' : 'videoTrack');

const isTrack = (value: unknown): value is EmulatedLocalTrack =>
  isMedia(String((value as Partial<PublishedTrack> | null)?.trackMediaType));

function assertMayPublish({ admission, channel }: Session, media: MediaType): void {
  const ends = admission.publish[media];
  if (ends > nowSeconds()) return;
  throw notAuthorized(
    `publishing ${media} was refused`,
    ends === 0
      ? `co-host authentication is enabled, and the token has no privilege publish-${media}: it is for a subscriber\n  fix: Sign a token for channel "${safeText(channel)}" with role publisher, and renewToken with it.`
      : `co-host authentication is enabled, and the privilege publish-${media} of the token has ended\n  fix: Let the publish privileges last as long as join-channel, and renewToken in time.`,
    admission.findings.filter(
      ({ code }) => code === 'subscriber-only' || code === 'privilege-ended',
    ),
  );
}
