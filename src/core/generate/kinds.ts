import { LIMIT_SECONDS } from '../agora/limits.js';
import { AGORA_PROJECT, type Project, WHITEBOARD_PROJECT } from '../agora/projects.js';
import { md5 } from '../token/md5.js';
import {
  ACCOUNT,
  APAAS_ROLE,
  CHANNEL,
  CHANNEL_PATTERN,
  CHAT_USER,
  EXPIRES_AT,
  EXPIRES_IN,
  FCDN_PLAY,
  FCDN_PUBLISH,
  type GenerateOption,
  ISSUED_AT,
  type Key,
  NEVER_EXPIRES,
  PERMISSION,
  PRIVILEGES,
  ROOM,
  RTC_ROLE,
  RTM_USER,
  RTM_USER_OF_AGENT,
  SALT,
  STREAMING_PUBLISH,
  TEMP_EXPIRES_IN,
  TOKEN_VERSION,
  UID,
  USER,
  UUID,
  WHITEBOARD_EXPIRES_IN,
  WHITEBOARD_ROLE,
  WITH,
} from './options.js';
import {
  agent,
  joined,
  privileges,
  rtc,
  type Services,
  stream,
  userText,
  wanted,
  withJoined,
} from './services.js';

/**
 * THE table of the kinds of token that `generate` signs: commands, options, help, completion, batch
 * and signing all read it, so that a new kind is one more row.
 */
export interface Kind {
  /** The words of the command: `rtc`, `chat user`. */
  readonly name: string;
  readonly summary: string;
  /** What the token is for, and where its ids come from. */
  readonly about: string;
  readonly examples: readonly string[];
  readonly options: readonly GenerateOption[];
  /** What must be given; of a list, one. */
  readonly needs: readonly (Key | readonly Key[])[];
  /** Seconds, where neither option nor profile says. */
  readonly lifetime?: number;
  readonly signs:
    | { readonly as: 'services'; readonly services: Services }
    | { readonly as: 'whiteboard-sdk' | 'whiteboard-room' | 'whiteboard-task' };
}

/** Seconds, where nothing says how long a token is to last. */
export const DEFAULT_LIFETIME = 3600;

const COMMON = [EXPIRES_IN, EXPIRES_AT, ISSUED_AT, SALT];
const USERS = [CHANNEL, UID, ACCOUNT];
const CHANNEL_AND_USER: Kind['needs'] = ['channel', ['uid', 'account']];
const AGENT = [...USERS, RTC_ROLE, RTM_USER_OF_AGENT, ...PRIVILEGES, WITH, ...COMMON];

export const KINDS: readonly Kind[] = [
  {
    name: 'rtc',
    summary: 'voice and video: join one channel as one user',
    about:
      'Lets one user join one channel of Video, Voice or Interactive Live Streaming, with the ' +
      'channel and uid of joinChannel. A recording bot needs an integer uid of its own and a ' +
      'token that outlasts the recording.',
    examples: [
      'agora-token generate rtc -c demo -u 42',
      'agora-token generate rtc -c demo -a alice --role subscriber -e 2h',
      'agora-token generate rtc -c demo -u 42 --with rtm=alice --publish-video 10m',
    ],
    options: [
      ...[CHANNEL_PATTERN, UID, ACCOUNT, RTC_ROLE, ...PRIVILEGES],
      ...[WITH, ...COMMON, TOKEN_VERSION],
    ],
    needs: CHANNEL_AND_USER,
    signs: {
      as: 'services',
      services: (values, lifetime, nameOf) =>
        withJoined([rtc(values, lifetime, nameOf)], values, lifetime, nameOf),
    },
  },
  {
    name: 'rtm',
    summary: 'Signaling: log in as one user',
    about:
      'Lets one user log in to Signaling (RTM) with this user id. A stream channel also needs an ' +
      'RTC token of that channel (generate rtc --with rtm).',
    examples: [
      'agora-token generate rtm --user-id alice',
      'agora-token generate rtm --user-id alice --permission message:read=lobby,news',
    ],
    options: [RTM_USER, PERMISSION, ...COMMON, TOKEN_VERSION],
    needs: ['userId'],
    signs: {
      as: 'services',
      services: ({ userId = '', permission }, lifetime) => [
        permission
          ? {
              name: 'rtm2',
              userId,
              permissions: permission,
              privileges: privileges('rtm2', lifetime),
            }
          : { name: 'rtm', userId, privileges: privileges('rtm', lifetime) },
      ],
    },
  },
  {
    name: 'chat user',
    summary: 'Chat: log in as one user',
    about:
      'Lets one user log in to Chat. The user id is the registered name (lower case), not the ' +
      'uuid that the server answered with.',
    examples: ['agora-token generate chat user --user-id alice'],
    options: [CHAT_USER, ...COMMON],
    needs: ['userId'],
    signs: {
      as: 'services',
      services: ({ userId = '' }, lifetime) => [
        { name: 'chat', userId, privileges: privileges('chat', lifetime, ['user']) },
      ],
    },
  },
  {
    name: 'chat app',
    summary: 'Chat: call the REST API',
    about:
      'Lets a server call the Chat REST API (Authorization: Bearer). It may do anything: never ' +
      'give it to a client.',
    examples: ['agora-token generate chat app -e 1h'],
    options: COMMON,
    needs: [],
    signs: {
      as: 'services',
      services: (_values, lifetime) => [
        { name: 'chat', userId: '', privileges: privileges('chat', lifetime, ['app']) },
      ],
    },
  },
  {
    name: 'apaas room-user',
    summary: 'Flexible Classroom: enter one room as one user',
    about:
      'Lets one user enter one classroom, with its Signaling and Chat. Room and user are the ' +
      'roomUuid and userUuid of the client; Chat knows the user by the MD5 of the userUuid.',
    examples: ['agora-token generate apaas room-user --room math --user alice --role student'],
    options: [ROOM, USER, APAAS_ROLE, ...COMMON],
    needs: ['room', 'user', 'role'],
    signs: {
      as: 'services',
      services: ({ room = '', user = '', role }, lifetime) => [
        {
          name: 'apaas',
          roomUuid: room,
          userUuid: user,
          role: role as number,
          privileges: privileges('apaas', lifetime, ['room-user']),
        },
        { name: 'rtm', userId: user, privileges: privileges('rtm', lifetime) },
        { name: 'chat', userId: md5(user), privileges: privileges('chat', lifetime, ['user']) },
      ],
    },
  },
  {
    name: 'apaas user',
    summary: 'Flexible Classroom: call the REST API as one user',
    about: 'Lets one user, the userUuid of the client, call the classroom REST API.',
    examples: ['agora-token generate apaas user --user alice'],
    options: [USER, ...COMMON],
    needs: ['user'],
    signs: {
      as: 'services',
      services: ({ user = '' }, lifetime) => [
        { name: 'apaas', userUuid: user, privileges: privileges('apaas', lifetime, ['user']) },
      ],
    },
  },
  {
    name: 'apaas app',
    summary: 'Flexible Classroom: call the REST API as the app',
    about:
      'Lets a server call the classroom REST API (Authorization: agora token=). It may do ' +
      'anything: never give it to a client.',
    examples: ['agora-token generate apaas app'],
    options: COMMON,
    needs: [],
    signs: {
      as: 'services',
      services: (_values, lifetime) => [
        { name: 'apaas', privileges: privileges('apaas', lifetime, ['app']) },
      ],
    },
  },
  {
    name: 'convoai',
    summary: 'Conversational AI: start and run an agent',
    about:
      'Lets an agent join a channel, and calls its REST API (Authorization: agora token=). The ' +
      'uid or account is the agent_rtc_uid of the request, used by nobody else. RTM is included, ' +
      'as enable_rtm needs it.',
    examples: [
      'agora-token generate convoai -c demo -u 1001',
      'agora-token generate convoai -c demo -a agent-1',
    ],
    options: AGENT,
    needs: CHANNEL_AND_USER,
    signs: { as: 'services', services: agent('convoai') },
  },
  {
    name: 'stt',
    summary: 'Real-Time Speech-to-Text: a bot that listens or writes',
    about:
      'Lets a transcription bot join a channel (subBotToken, pubBotToken), with an integer uid ' +
      'that nobody else has.',
    examples: ['agora-token generate stt -c demo -u 998 --role subscriber'],
    options: AGENT,
    needs: CHANNEL_AND_USER,
    signs: { as: 'services', services: agent('stt') },
  },
  {
    name: 'streaming',
    summary: 'Media streaming: publish a mixed or raw stream',
    about:
      'Lets one user publish a stream to the media streaming service. Channel and uid or account ' +
      'are those of the stream.',
    examples: ['agora-token generate streaming -c demo -u 42 --publish mixed'],
    options: [...USERS, STREAMING_PUBLISH, ...COMMON],
    needs: CHANNEL_AND_USER,
    signs: {
      as: 'services',
      services: (values, lifetime) => [
        stream(
          'streaming',
          values,
          lifetime,
          typeof values.publish === 'string'
            ? [values.publish === 'mixed' ? 'publish-mixed-stream' : 'publish-raw-stream']
            : undefined,
        ),
      ],
    },
  },
  {
    name: 'fcdn',
    summary: 'Fusion CDN: publish or play a stream',
    about:
      'Lets one user publish to or play from the Fusion CDN. Channel and uid or account are ' +
      'those of the stream. Without --publish or --play it allows both.',
    examples: ['agora-token generate fcdn -c demo -u 42 --play'],
    options: [...USERS, FCDN_PUBLISH, FCDN_PLAY, ...COMMON],
    needs: CHANNEL_AND_USER,
    signs: {
      as: 'services',
      services: (values, lifetime) => [
        stream('fcdn', values, lifetime, wanted({ publish: values.publish, play: values.play })),
      ],
    },
  },
  {
    name: 'fpa',
    summary: 'Full-Path Accelerator: log in',
    about:
      'Lets a client use the Full-Path Accelerator. As in the official builder, only the end of ' +
      'the token ends its login.',
    examples: ['agora-token generate fpa -e 24h'],
    options: COMMON,
    needs: [],
    signs: {
      as: 'services',
      services: (_values, lifetime) => [{ name: 'fpa', privileges: privileges('fpa', lifetime) }],
    },
  },
  {
    name: 'whiteboard sdk',
    summary: 'Whiteboard: call the REST API, or make other tokens',
    about:
      'Lets a server call the whiteboard REST API for all rooms of its access key: never give it ' +
      'to a client. Both keys are on the whiteboard page of the Console.',
    examples: ['agora-token generate whiteboard sdk --role admin -e 10m'],
    options: [WHITEBOARD_ROLE, WHITEBOARD_EXPIRES_IN, EXPIRES_AT, NEVER_EXPIRES, ISSUED_AT],
    needs: [],
    signs: { as: 'whiteboard-sdk' },
  },
  {
    name: 'whiteboard room',
    summary: 'Whiteboard: join one room',
    about:
      'Lets a client join one whiteboard room, by the uuid that the server gave it under the ' +
      'same access key.',
    examples: ['agora-token generate whiteboard room --uuid 4a50dc4f87b0407b8c40 --role writer'],
    options: [UUID, WHITEBOARD_ROLE, WHITEBOARD_EXPIRES_IN, EXPIRES_AT, NEVER_EXPIRES, ISSUED_AT],
    needs: ['uuid'],
    signs: { as: 'whiteboard-room' },
  },
  {
    name: 'whiteboard task',
    summary: 'Whiteboard: follow one file conversion',
    about: 'Lets a client follow one task of file conversion, by the uuid that the server gave it.',
    examples: ['agora-token generate whiteboard task --uuid 9bc0d4f87b0407b8c404a50dc4f87b04'],
    options: [UUID, WHITEBOARD_ROLE, WHITEBOARD_EXPIRES_IN, EXPIRES_AT, NEVER_EXPIRES, ISSUED_AT],
    needs: ['uuid'],
    signs: { as: 'whiteboard-task' },
  },
  {
    name: 'temp',
    summary: "like the Console's temporary token: 24 hours, to try things out",
    about:
      "Like the Console's temporary token: 24 hours, RTC and Signaling for one user, or, without a user, RTC " +
      'for anybody who knows the channel. For a first try, not for production.',
    examples: ['agora-token generate temp -c demo', 'agora-token generate temp -c demo -u 42'],
    options: [...USERS, TEMP_EXPIRES_IN, EXPIRES_AT, ISSUED_AT, SALT],
    needs: ['channel'],
    lifetime: LIMIT_SECONDS,
    signs: {
      as: 'services',
      services: (values, lifetime, nameOf) => {
        const user = userText(values);
        return [
          rtc(values, lifetime, nameOf),
          ...(user === ''
            ? []
            : [
                joined({ service: 'rtm' }, values, lifetime, nameOf, {
                  name: 'rtm',
                  withId: 'generate rtc --with rtm=<id>',
                }),
              ]),
        ];
      },
    },
  },
];

/** The kind that these words of the command line name: `chat user`. */
export function kindByName(name: string): Kind | undefined {
  return KINDS.find((kind) => kind.name === name);
}

/** The kind of project whose keys sign it. */
export const projectOfKind = ({ signs }: Kind): Project =>
  signs.as === 'services' ? AGORA_PROJECT : WHITEBOARD_PROJECT;
