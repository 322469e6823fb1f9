/**
 * The words that people type for ours. Those of kinds work; those of commands and options are
 * answered with the right word, for they may mean something else in another tool.
 */

/** Words for commands. */
export const COMMAND_WORDS: Readonly<Record<string, string>> = {
  verify: 'inspect',
  validate: 'inspect',
  check: 'inspect',
  test: 'inspect',
  create: 'generate',
  sign: 'generate',
  gen: 'generate',
  build: 'generate',
  make: 'generate',
  parse: 'decode',
  read: 'decode',
  show: 'decode',
  refresh: 'renew',
  compare: 'diff',
  server: 'serve',
  start: 'serve',
  config: 'profile',
  profiles: 'profile',
  login: 'init',
  setup: 'init',
  version: '--version',
};

/** Other words for kinds of token. */
export const KIND_WORDS: Readonly<Record<string, string>> = {
  video: 'rtc',
  voice: 'rtc',
  live: 'rtc',
  recording: 'rtc',
  signaling: 'rtm',
  signalling: 'rtm',
  im: 'chat',
  netless: 'whiteboard',
  board: 'whiteboard',
  'conversational-ai': 'convoai',
  agent: 'convoai',
  temporary: 'temp',
};

/** Words for options; where there are several, the first that the command has is meant. */
export const OPTION_WORDS: Readonly<Record<string, readonly string[]>> = {
  '--user': ['--user-id', '--uid', '--account'],
  '--userid': ['--user-id', '--uid', '--account'],
  '--user-id': ['--account', '--uid', '--user'],
  '--username': ['--user-id', '--account', '--user'],
  '--user-account': ['--account', '--user-id'],
  '--uid': ['--user-id', '--user'],
  '--account': ['--user-id', '--user'],
  '--channelname': ['--channel'],
  '--channel-name': ['--channel'],
  '--cname': ['--channel'],
  '--room-id': ['--room', '--uuid', '--channel'],
  '--room': ['--uuid', '--channel'],
  '--expire': ['--expires-in'],
  '--expires': ['--expires-in'],
  '--expiry': ['--expires-in'],
  '--expiration': ['--expires-in'],
  '--exp': ['--expires-in'],
  '--valid-for': ['--expires-in'],
  '--validity': ['--expires-in'],
  '--ttl': ['--expires-in'],
  '--duration': ['--expires-in'],
  '--lifetime': ['--expires-in'],
  '--appid': ['--app-id'],
  '--format': ['--output'],
  '-u': ['--user-id', '--user'],
  '-a': ['--user-id', '--user'],
  '-o': ['--output'],
  '-v': ['--version'],
};
