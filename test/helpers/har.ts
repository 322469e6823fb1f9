import { APP_ID } from './demo.js';

/** The request with which Agora's Web SDK joins, as `POST …/api/v2/transpond/webrtc` has it. */
export function joinRequest(token: string, buffer: object = {}): string {
  return JSON.stringify({
    appid: APP_ID,
    client_ts: 1_700_000_000_000,
    opid: 123,
    request_bodies: [
      {
        uri: 22,
        buffer: {
          cname: 'demo',
          detail: { 11: 'CN,GLOBAL', 17: '{"a":"}"}' },
          key: token,
          service_ids: [11, 26],
          uid: 42,
          ...buffer,
        },
      },
    ],
  });
}

const BOUNDARY = '----WebKitFormBoundary0';

export const multipart = (request: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="request"\r\n\r\n${request}\r\n--${BOUNDARY}--\r\n`;

interface HarOptions {
  readonly code?: number;
  readonly base64?: boolean;
  readonly indent?: number;
  readonly params?: boolean;
  readonly buffer?: object;
}

/** What a browser exports of a join. */
export function har(
  token: string,
  { code = 0, base64 = false, indent = 0, params = false, buffer = {} }: HarOptions = {},
): string {
  const request = joinRequest(token, buffer);
  const answer = JSON.stringify({
    code: 0,
    response_body: [{ uri: 23, buffer: { code, uid: 42 } }],
  });
  const other = {
    startedDateTime: '2023-11-14T22:13:19.000Z',
    request: { method: 'GET', url: 'https://x.test/{', headers: [{ name: 'a', value: '"}' }] },
    response: { status: 200, content: { text: '{"code":5,"response_body":[]}' } },
  };
  const join = {
    startedDateTime: '2023-11-14T22:13:20.000Z',
    request: {
      method: 'POST',
      url: 'https://webrtc2-ap-web-1.agora.io/api/v2/transpond/webrtc?v=2',
      headers: [{ name: 'content-type', value: `multipart/form-data; boundary=${BOUNDARY}` }],
      postData: params
        ? { mimeType: 'multipart/form-data', params: [{ name: 'request', value: request }] }
        : { mimeType: 'multipart/form-data', text: multipart(request) },
    },
    response: {
      status: 200,
      content: base64
        ? { text: Buffer.from(answer).toString('base64'), encoding: 'base64' }
        : { text: answer },
    },
  };
  return JSON.stringify({ log: { version: '1.2', entries: [other, join, other] } }, null, indent);
}
