import { Channels } from './channel.js';
import { Emitter } from './emitter.js';
import { addLacking } from './lacking.js';
import { type EmulatorOptions, type Settings, settingsOf } from './projects.js';
import { type ClientConfig, type Emulated, EmulatedClient } from './rtc-client.js';
import { invalidParams } from './rtc-error.js';
import { EmulatedRtmClient } from './rtm-client.js';
import { EmulatedLocalTrack } from './tracks.js';

/** The methods of the SDK's `AgoraRTC` that the look-alike lacks. Source: agora-rtc-sdk-ng 4.24.8. */
const LACKING_OF_RTC = [
  'preload',
  'startLastmileProbeTest',
  'createCustomAudioTrack',
  'createBufferSourceAudioTrack',
  'createCustomVideoTrack',
  'createScreenVideoTrack',
  'getElectronScreenSources',
  'createChannelMediaRelayConfiguration',
  'checkVideoTrackIsActive',
  'checkAudioTrackIsActive',
  'processExternalMediaAEC',
  'registerExtensions',
  'use',
] as const;

/** The methods of `IAgoraRTCClient` that the look-alike lacks. Source: agora-rtc-sdk-ng 4.24.8. */
const LACKING_OF_CLIENT = [
  'presubscribe',
  'massSubscribe',
  'massUnsubscribe',
  'setDualStreamMode',
  'setLowStreamParameter',
  'enableDualStream',
  'disableDualStream',
  'setProxyServer',
  'setTurnServer',
  'setLicense',
  'startProxyServer',
  'stopProxyServer',
  'setLocalAccessPointsV2',
  'setRemoteVideoStreamType',
  'setRemoteDefaultVideoStreamType',
  'setStreamFallbackOption',
  'setEncryptionConfig',
  'pickSVCLayer',
  'setRTMConfig',
  'enableAudioVolumeIndicator',
  'getRTCStats',
  'getNetworkQuality',
  'getNtpWallTimeInMs',
  'setLiveTranscoding',
  'startLiveStreaming',
  'stopLiveStreaming',
  'startChannelMediaRelay',
  'updateChannelMediaRelay',
  'stopChannelMediaRelay',
  'sendStreamMessage',
  'sendCustomReportMessage',
  'getLocalAudioStats',
  'getRemoteAudioStats',
  'getLocalVideoStats',
  'getRemoteVideoStats',
  'getRemoteNetworkQuality',
  'enableContentInspect',
  'disableContentInspect',
  'setImageModeration',
] as const;

/** The look-alike of `AgoraRTC`. */
export class EmulatedAgoraRTC extends Emitter {
  /** Of the SDK whose behaviour was read. */
  readonly VERSION = '4.24.8';
  readonly #emulated: Emulated;

  /** @internal */
  constructor(settings: Settings) {
    super();
    let uid = 1_000_000;
    this.#emulated = { settings, channels: new Channels(), nextUid: () => uid++ };
    addLacking(this, LACKING_OF_RTC, 'AgoraRTC', settings.strict);
  }

  /** A client that judges tokens. */
  createClient(config: ClientConfig = {}): EmulatedClient {
    if (typeof config !== 'object' || config === null) throw invalidParams('Invalid config');
    const client = new EmulatedClient(config, this.#emulated);
    return addLacking(client, LACKING_OF_CLIENT, 'client', this.#emulated.settings.strict);
  }

  /** A microphone without sound. */
  async createMicrophoneAudioTrack(_config?: unknown): Promise<EmulatedLocalTrack> {
    return new EmulatedLocalTrack('audio');
  }

  /** A camera without a picture. */
  async createCameraVideoTrack(_config?: unknown): Promise<EmulatedLocalTrack> {
    return new EmulatedLocalTrack('video');
  }

  /** Both. */
  async createMicrophoneAndCameraTracks(
    _audio?: unknown,
    _video?: unknown,
  ): Promise<[EmulatedLocalTrack, EmulatedLocalTrack]> {
    return [new EmulatedLocalTrack('audio'), new EmulatedLocalTrack('video')];
  }

  /** true: nothing is needed. */
  checkSystemRequirements(): boolean {
    return true;
  }

  /** What the SDK supports everywhere. */
  async getSupportedCodec(): Promise<{ video: string[]; audio: string[] }> {
    return { video: ['H264', 'VP8'], audio: ['OPUS'] };
  }

  /** None. */
  async getDevices(_skip?: boolean): Promise<never[]> {
    return [];
  }

  /** None. */
  async getMicrophones(_skip?: boolean): Promise<never[]> {
    return [];
  }

  /** None. */
  async getCameras(_skip?: boolean): Promise<never[]> {
    return [];
  }

  /** None. */
  async getPlaybackDevices(_skip?: boolean): Promise<never[]> {
    return [];
  }

  /** Does nothing. */
  setLogLevel(_level: number): void {}
  /** Does nothing. */
  enableLogUpload(): void {}
  /** Does nothing. */
  disableLogUpload(): void {}
  /** Does nothing. */
  setArea(_area: unknown): void {}
  /** Does nothing. */
  setAppType(_type: unknown): void {}
  /** Does nothing. */
  resumeAudioContext(): void {}
  /** Does nothing; for `AgoraRTC.setParameter`, which is not in the SDK's types. */
  setParameter(_key: unknown, _value: unknown): void {}
}

/** Agora in memory: its SDKs' look-alikes, and servers that judge tokens. */
export interface AgoraEmulator {
  /** In place of `import AgoraRTC from 'agora-rtc-sdk-ng'`. */
  readonly AgoraRTC: EmulatedAgoraRTC;
  /** In place of `import AgoraRTM from 'agora-rtm'`, for RTM 2. */
  readonly AgoraRTM: {
    readonly RTM: new (appId: string, userId: string, config?: unknown) => EmulatedRtmClient;
    /** Of the SDK whose behaviour was read. */
    readonly VERSION: string;
    /** Does nothing. */
    setArea(area: unknown): void;
  };
}

/** `createAgoraEmulator`, without its documentation. */
export function createEmulator(options: EmulatorOptions): AgoraEmulator {
  const settings = settingsOf(options);
  class RTM extends EmulatedRtmClient {
    constructor(appId: string, userId: string, _config?: unknown) {
      super(appId, userId, settings);
    }
  }
  return {
    AgoraRTC: new EmulatedAgoraRTC(settings),
    AgoraRTM: { RTM, VERSION: '2.3.0', setArea: () => {} },
  };
}
