// AGORA_APP_ID=… AGORA_APP_CERTIFICATE=… SESSION_SECRET=… node server.js
import { createTokenHandler, toNodeListener } from 'agora-token-cli/server';
import express from 'express';
import session from 'express-session';

const { AGORA_APP_ID, AGORA_APP_CERTIFICATE, SESSION_SECRET, PORT = '3000' } = process.env;
if (!SESSION_SECRET) throw new Error('SESSION_SECRET is not set');

const agora = createTokenHandler({
  appId: AGORA_APP_ID,
  appCertificate: AGORA_APP_CERTIFICATE,
  // A user joins under the uid of the session, whatever uid the request names.
  authorize: ({ context }) => {
    const { user } = context.req.session;
    return user ? { uid: user.uid, role: user.host ? 'publisher' : 'subscriber' } : false;
  },
  limits: { kinds: ['rtc', 'rtm'], maxExpiresIn: 3600 },
  onEvent: ({ type, status, method, path, error }) => {
    console.log(type, status, method, path, error ?? '');
  },
});

const app = express();
app.use(session({ secret: SESSION_SECRET, resave: false, saveUninitialized: false }));
app.use('/agora', toNodeListener(agora));

// In place of your own login.
app.post('/login', express.json(), (request, response) => {
  request.session.user = { uid: 42, host: request.body?.host === true };
  response.json({ ok: true });
});

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
