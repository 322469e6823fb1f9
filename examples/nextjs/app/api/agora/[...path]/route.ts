// GET /api/agora/rtc/demo/publisher/uid/42 and all the other routes of agora-token-cli/server.
import { createTokenHandler } from 'agora-token-cli/server';
import { sessionOf } from '../../../../lib/session.js';

const handler = createTokenHandler({
  appId: process.env.NEXT_PUBLIC_AGORA_APP_ID,
  appCertificate: process.env.NEXT_AGORA_APP_CERTIFICATE,
  basePath: '/api/agora',
  authorize: ({ request }) => {
    const session = sessionOf(request);
    // Whatever uid was asked for: a user joins as nobody else.
    return session ? { uid: session.uid } : false;
  },
});

// The signer needs node:crypto, and no answer may be cached.
export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

const answer = (request: Request) => handler(request);

export { answer as GET, answer as HEAD, answer as OPTIONS, answer as POST };
