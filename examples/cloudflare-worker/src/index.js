// npx wrangler secret put AGORA_APP_CERTIFICATE, and CLIENT_KEY; AGORA_APP_ID is in wrangler.toml.
import { createTokenHandler } from 'agora-token-cli/server';

let handler;

/** Made for the first request: a Worker gets its secrets with one. */
function handlerOf(env) {
  return createTokenHandler({
    appId: env.AGORA_APP_ID,
    appCertificate: env.AGORA_APP_CERTIFICATE,
    cors: [env.APP_ORIGIN],
    // Visitors watch; whoever publishes gets a token from the server that knows who that is.
    authorize: ({ request, context }) =>
      request.headers.get('authorization') === `Bearer ${context.CLIENT_KEY}` && {
        role: 'subscriber',
        expiresIn: 600,
      },
    limits: { kinds: ['rtc'] },
  });
}

export default {
  fetch(request, env) {
    handler ??= handlerOf(env);
    return handler(request, env);
  },
};
