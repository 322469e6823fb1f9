import { describe, expect, test } from 'vitest';
import { type Product, SDK_ERRORS } from '../../../src/core/agora/sdk-errors.js';
import { PRODUCTS } from '../../../src/core/agora/sdk-products.js';
import { FINDING_SEVERITY } from '../../../src/core/finding.js';
import { findErrors } from '../../../src/core/inspect/find-error.js';

const codesOf = (product: Product) =>
  SDK_ERRORS.filter((error) => error.product === product).flatMap(({ codes }) => codes);

/** Whole numbers from one to another, both included. */
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
const negative = (numbers: readonly string[]) => numbers.map((number) => `-${number}`);
const words = (text: string) => text.trim().split(/\s+/);

const DOCS = 'https://docs.agora.io/en';

/** The errors that each product documents, copied from the source that is named. */
const DOCUMENTED: readonly (readonly [Product, source: string, codes: readonly string[]])[] = [
  [
    'RTC',
    `${DOCS}/video-calling/troubleshooting/error-codes`,
    [
      ...range(1, 10),
      ...range(17, 22),
      ...words(`101 102 103 109 110 111 112 119 120 121 123 134 113 114 115 116 117 130
        1001 1005 1008 1009 1010 1011 1012 1013 1501`),
    ],
  ],
  ['RTC connection state', 'enum_connectionchangedreasontype.dita', range(0, 24)],
  ['RTC renewToken', 'enum_renewtokenerrorcode.dita', range(0, 6)],
  ['RTC media relay', 'CHANNEL_MEDIA_RELAY_ERROR in IAgoraRtcEngine.h', range(1, 11)],
  [
    'RTC Web',
    `${DOCS}/video-calling/troubleshooting/error-codes?platform=web`,
    words(`UNEXPECTED_ERROR UNEXPECTED_RESPONSE INVALID_PARAMS NOT_SUPPORTED INVALID_OPERATION
      OPERATION_ABORTED WEB_SECURITY_RESTRICT NO_ACTIVE_STATUS NETWORK_TIMEOUT NETWORK_RESPONSE_ERROR
      NETWORK_ERROR WS_ABORT WS_DISCONNECT WS_ERR ENUMERATE_DEVICES_FAILED DEVICE_NOT_FOUND
      TRACK_IS_DISABLED SHARE_AUDIO_NOT_ALLOWED MEDIA_OPTION_INVALID CONSTRAINT_NOT_SATISFIED
      PERMISSION_DENIED NOT_READABLE FETCH_AUDIO_FILE_FAILED READ_LOCAL_AUDIO_FILE_ERROR
      DECODE_AUDIO_FILE_FAILED UID_CONFLICT INVALID_UINT_UID_FROM_STRING_UID CAN_NOT_GET_PROXY_SERVER
      INVALID_LOCAL_TRACK CAN_NOT_PUBLISH_MULTIPLE_VIDEO_TRACKS INVALID_REMOTE_USER
      REMOTE_USER_IS_NOT_PUBLISHED ERR_TOO_MANY_BROADCASTERS ERR_TOO_MANY_SUBSCRIBERS
      LIVE_STREAMING_TASK_CONFLICT LIVE_STREAMING_INVALID_ARGUMENT LIVE_STREAMING_INTERNAL_SERVER_ERROR
      LIVE_STREAMING_PUBLISH_STREAM_NOT_AUTHORIZED LIVE_STREAMING_CDN_ERROR
      LIVE_STREAMING_INVALID_RAW_STREAM CROSS_CHANNEL_WAIT_STATUS_ERROR CROSS_CHANNEL_FAILED_JOIN_SRC
      CROSS_CHANNEL_FAILED_JOIN_DEST CROSS_CHANNEL_FAILED_PACKET_SENT_TO_DEST
      CROSS_CHANNEL_SERVER_ERROR_RESPONSE`),
  ],
  ['RTC Web', 'markdown/FAQ/token_error.md of agora_doc_source', words('2 109 110 118 119 120')],
  ['RTM 1.x', 'LOGIN_ERR_CODE in IAgoraRtmService.h', [...range(1, 10), '101', '102']],
  [
    'RTM 1.x renewToken',
    'RENEW_TOKEN_ERR_CODE in IAgoraRtmService.h',
    [...range(1, 6), '101', '102'],
  ],
  [
    'RTM 2.x',
    `${DOCS}/signaling/reference/error-codes`,
    negative([
      ...range(10001, 10026),
      ...range(11001, 11037),
      ...range(12001, 12019),
      ...range(13001, 13013),
      ...range(14001, 14009),
      ...range(15001, 15005),
    ]),
  ],
  [
    'Chat',
    `${DOCS}/agora-chat/reference/error-codes`,
    [
      ...range(1, 4),
      ...range(100, 105),
      ...range(200, 207),
      ...range(209, 221),
      ...range(300, 305),
      ...range(400, 407),
      ...range(504, 508),
      ...range(600, 613),
      ...range(700, 707),
      ...range(1110, 1113),
      ...words(`8 108 109 110 500 501 510 511 900 901 1000 1001 1002 1100 1101 1200 1299 1300 1301 1302
        1400 1401 1500 1501 1502`),
    ],
  ],
  [
    'Chat Web',
    `${DOCS}/agora-chat/reference/error-codes?platform=web`,
    words(`-1 -2 -3 -4 1 2 16 17 27 28 31 39 40 50 51 52 53 55 101 102 200 204 205 206 207 208 216 217 219
      221 500 501 502 503 504 505 506 507 508 510 511 512 601 602 603 604 605 606 607 609 700 702 704 705
      999 1100 1101 1102 1103 1200 1201 1204 1300 1301 1302 1304`),
  ],
  [
    'Cloud Recording',
    `${DOCS}/cloud-recording/rest-api/status-codes`,
    words('2 7 49 53 62 65 400 401 404 405 406 429 435 500 501 502 504'),
  ],
  [
    'Cloud Recording',
    `${DOCS}/cloud-recording/reference/common-errors`,
    words('2 7 8 49 53 62 65 109 110 432 433 435 501'),
  ],
  [
    'ConvoAI',
    `${DOCS}/conversational-ai/rest-api/reference`,
    words(`400 401 403 404 409 422 429 500 502 503 504 ServiceNotEnabled AccountSuspended InternalError
      InvalidPermission InvalidRequestBody MissingRequiredField InvalidFieldValue
      ResourceQuotaLimitExceeded ConcurrencyLimitExceeded ServiceUnavailable ResourceAllocationFailed
      TaskConflict TaskNotFound TaskOperationTimeout NotImplemented`),
  ],
  [
    'Whiteboard',
    `${DOCS}/interactive-whiteboard/develop/authentication-workflow`,
    [
      'invalid format of token',
      'expired token',
      'invalid signature of token',
      'token access role forbidden',
      'token access task forbidden',
      'token access room forbidden',
      'token access team forbidden',
    ],
  ],
];

describe('the documented errors are all there', () => {
  test.each(DOCUMENTED)('%s: %s', (product, _source, documented) => {
    const known = new Set(codesOf(product));
    expect(documented.filter((code) => !known.has(code))).toEqual([]);
  });

  test('the source of each list is the source of entries in the table', () => {
    for (const [product, source] of DOCUMENTED) {
      const short = source.replace(' of agora_doc_source', '');
      const sources = SDK_ERRORS.filter((error) => error.product === product).map(
        (each) => each.source,
      );
      expect(
        sources.some((each) => each.includes(short)),
        `${product}: ${source}`,
      ).toBe(true);
    }
  });
});

describe('the catalogue', () => {
  test('has each code once in a product', () => {
    for (const product of Object.keys(PRODUCTS) as Product[]) {
      const codes = codesOf(product);
      expect(codes.length, product).toBeGreaterThan(0);
      // Two entries may share the name of an event or a status, never a number.
      const numbers = codes.filter((code) => /^-?\d+$/.test(code));
      expect(
        numbers.filter((code, at) => numbers.indexOf(code) !== at),
        product,
      ).toEqual([]);
    }
  });

  test('every entry is found by each of its codes, and each of its texts, in its product', () => {
    for (const error of SDK_ERRORS) {
      const { family } = PRODUCTS[error.product];
      for (const text of error.codes) {
        const found = findErrors(text, family);
        if (found.includes(error)) continue;
        // Results of one callback are found where the text speaks of it.
        const { of } = PRODUCTS[error.product];
        expect(findErrors(`${of} ${text}`, family), `${error.product} ${text}`).toContain(error);
      }
      for (const text of error.texts ?? []) {
        expect(findErrors(text, family), `${error.product} ${text}`).toContain(error);
      }
    }
  });

  test('texts are in lower case, as they are looked for', () => {
    const texts = SDK_ERRORS.flatMap(({ texts = [] }) => texts);
    expect(texts.filter((text) => text !== text.toLowerCase())).toEqual([]);
  });

  test('every entry has a source and a meaning, and a cause where it is about the token', () => {
    for (const { product, codes, aboutToken, causes, meaning, source } of SDK_ERRORS) {
      expect(meaning, `${product} ${codes[0]}`).toMatch(/^[A-Z].*\.$/);
      expect(source, `${product} ${codes[0]}`).toMatch(/^https:\/\/|\.h\b/);
      expect(causes.length > 0, `${product} ${codes[0]}`).toBe(aboutToken);
    }
  });

  test('the findings that a cause names exist', () => {
    for (const { findings = [] } of SDK_ERRORS.flatMap(({ causes }) => causes)) {
      for (const code of findings) expect(FINDING_SEVERITY).toHaveProperty(code);
    }
  });

  test('the uid is named first where a token does not fit', () => {
    const unfit = SDK_ERRORS.filter(
      ({ product, causes }) =>
        /^RTC|^Cloud/.test(product) && causes.some(({ text }) => text.includes('another channel:')),
    ).filter(({ causes }) => causes.some(({ check }) => check?.includes('--uid')));
    expect(unfit.length).toBeGreaterThan(5);
    for (const { product, codes, causes } of unfit) {
      const texts = causes.map(({ check = '' }) => check);
      const uid = texts.findIndex((check) => check.includes('--uid'));
      expect(uid, `${product} ${codes[0]}`).toBeLessThan(
        causes.findIndex(({ text }) => text.includes('another channel:')) +
          (codes[0] === '1' ? 2 : 0),
      );
    }
  });
});
