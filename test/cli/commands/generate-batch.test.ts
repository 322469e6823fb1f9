import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { payload } from '../../helpers/demo.js';
import { folder } from '../../helpers/folder.js';
import { ndjson, run, type World } from '../../helpers/run.js';

const FOLDER = folder();

const RTC = ['generate', 'rtc', '-p', 'demo'];

async function batch(input: string, args: readonly string[] = [], world: World = {}) {
  const { code, stdout, stderr } = await run([...RTC, '--batch', '-', ...args], {
    stdin: input,
    ...world,
  });
  return { code, rows: ndjson(stdout), stderr };
}

describe('a batch', () => {
  test('of NDJSON: one document a row, in order, options over the command line over the profile', async () => {
    const { code, rows } = await batch(
      '{"channel":"a","uid":1}\n\n{"uid":2,"expiresIn":"2h","role":"audience"}\n{"channel":"c","account":"bob"}\n',
      ['-c', 'default', '-u', '9', '-e', '30m'],
    );
    expect(code).toBe(0);
    expect(rows).toMatchObject([
      {
        schemaVersion: 1,
        row: 1,
        ok: true,
        lifetimeSeconds: 1800,
        services: [{ channel: 'a', uid: '1' }],
      },
      {
        row: 2,
        lifetimeSeconds: 7200,
        services: [{ channel: 'default', uid: '2', privileges: [{ id: 1 }] }],
      },
      { row: 3, services: [{ channel: 'c', uid: 'bob' }] },
    ]);
  });

  test('row by row is what one token alone would be', async () => {
    const { rows } = await batch('{"channel":"demo","uid":42}\n');
    const { row, line, token, ...document } = rows[0];
    const alone = await run([...RTC, '-c', 'demo', '-u', '42', '--json']);
    const { token: tokenAlone, ...documentAlone } = JSON.parse(alone.stdout);
    expect([row, line]).toEqual([1, 1]);
    expect(document).toEqual(documentAlone);
    // Compressed by another encoder.
    expect(payload(token)).toBe(payload(tokenAlone));
  });

  test('of CSV, with quotes, a byte order mark, CRLF and empty cells', async () => {
    const { code, rows } = await batch('\ufeffchannel,uid,expiresIn\r\n"a,b",1,\r\n,2,2h\r\n', [
      '-c',
      'default',
    ]);
    expect(code).toBe(0);
    expect(rows).toMatchObject([
      { lifetimeSeconds: 3600, services: [{ channel: 'a,b', uid: '1' }] },
      { lifetimeSeconds: 7200, services: [{ channel: 'default', uid: '2' }] },
    ]);
  });

  test('of CSV: white space around a cell is no part of it, unless it is quoted', async () => {
    const { rows } = await batch('uid , "channel"\n 1 , demo\n2,\tb c \n3, " d "\n');
    expect(rows.map(({ services }) => services[0].channel)).toEqual(['demo', 'b c', ' d ']);
  });

  test.each([
    ['an old Mac', 'uid,channel\r1,a\r2,b\r'],
    ['Windows', 'uid,channel\r\n1,a\r\n\r\n2,b'],
  ])('of CSV with the line ends of %s', async (_system, input) => {
    const { code, rows } = await batch(input);
    expect([code, rows.map(({ services }) => services[0].channel)]).toEqual([0, ['a', 'b']]);
  });

  test.each(['csv', 'ndjson'] as const)('of UTF-16, as PowerShell writes it: %s', async (form) => {
    const text = form === 'ndjson' ? '{"channel":"a","uid":1}\r\n' : 'channel,uid\r\na,1\r\n';
    async function* stdin() {
      yield Buffer.from(`\ufeff${text}`, 'utf16le');
    }
    const { stdout } = await run([...RTC, '--batch', '-'], { stdin: stdin() });
    expect(JSON.parse(stdout)).toMatchObject({ row: 1, services: [{ channel: 'a', uid: '1' }] });
  });

  test.each<[string, string, (number | false)[]]>([
    ['-', 'not json\n{"uid":1}\n', [false, 1]],
    ['-', '5\n\n{"uid":1}\n', [false, 1]],
    ['-', '[1]\n{"uid":1}\n', [false, 1]],
    ['-', 'uid\n{"uid":1}\n', [false]],
    ['bad.ndjson', 'x\n{"uid":1}\n', [false, 1]],
    ['bad.JSONL', '[1]\n1\n', [false, false]],
    ['bad.json', 'x\ny\n{"uid":1}\n', [false, false, 1]],
    ['json.csv', '{"uid":1}\n', [1]],
    ['none', 'uid\n1\n', [1]],
  ])('in %s is told from CSV: %j', async (path, input, uids) => {
    const cwd = folder({ [path]: input });
    const { stdout } = await run([...RTC, '-c', 'demo', '--batch', path], { stdin: input, cwd });
    const rows = ndjson(stdout);
    expect(rows.map(({ ok, services }) => ok && Number(services[0].uid))).toEqual(uids);
  });

  test('from a file', async () => {
    const file = join(FOLDER, 'users.csv');
    writeFileSync(file, 'uid\n1\n2\n3\n');
    const { code, stdout } = await run([...RTC, '-c', 'demo', '--batch', 'users.csv'], {
      cwd: FOLDER,
    });
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
  });

  test('--output token prints a token a line', async () => {
    const { stdout } = await run([...RTC, '-c', 'demo', '--batch', '-', '--output', 'token'], {
      stdin: 'uid\n1\n2\n',
    });
    expect(stdout).toMatch(/^007\S+\n007\S+\n$/);
  });

  test('lists of services and permissions come as arrays, or with ; in a cell', async () => {
    const json = await batch('{"channel":"a","uid":1,"with":["rtm","chat=bob"]}\n');
    const csv = await batch('channel,uid,with\na,1,rtm;chat=bob\n');
    for (const { rows } of [json, csv]) {
      expect(rows[0].services.map(({ name }: { name: string }) => name)).toEqual([
        'rtc',
        'rtm',
        'chat',
      ]);
    }
  });

  test('of other kinds', async () => {
    const argv = [
      'generate',
      'whiteboard',
      'room',
      '-p',
      'demo',
      '--batch',
      '-',
      '--output',
      'json',
    ];
    const { code, stdout } = await run(argv, {
      stdin: '{"uuid":"a","role":"writer"}\n{"uuid":"b"}\n',
    });
    expect(code).toBe(0);
    const rows = ndjson(stdout);
    expect(rows).toMatchObject([
      { uuid: 'a', role: 'writer' },
      { uuid: 'b', role: 'reader' },
    ]);
  });

  test.each([
    [{ neverExpires: false }, ['-e', '10m'], 1_700_000_600],
    [{ neverExpires: false }, ['--never-expires'], 1_700_003_600],
    [{ neverExpires: true }, ['-e', '10m'], undefined],
    [{ expiresIn: '5m' }, ['--never-expires'], 1_700_000_300],
  ])('of whiteboard tokens with %j over %j', async (row, args, end) => {
    const argv = ['generate', 'whiteboard', 'sdk', '-p', 'demo', '--batch', '-', ...args];
    const { stdout } = await run(argv, { stdin: JSON.stringify(row) });
    expect(JSON.parse(stdout).expiresAt?.unix).toBe(end);
  });

  test.each([
    ['{"publish":true}', 2],
    ['{"publish":"RAW"}', 1],
    ['publish\nTRUE\n', 2],
    ['publish\nmixed\n', 1],
  ])('of streaming tokens: %j has %d privileges', async (input, count) => {
    const argv = ['generate', 'streaming', '-p', 'demo', '-c', 'demo', '-u', '1', '--batch', '-'];
    const { stdout } = await run(argv, { stdin: input });
    expect(JSON.parse(stdout).services[0].privileges).toHaveLength(count);
  });

  test('of agents with other services', async () => {
    const argv = ['generate', 'convoai', '-p', 'demo', '-c', 'demo', '--batch', '-'];
    const { stdout } = await run(argv, { stdin: '{"uid":1,"with":["rtc","chat=bob"]}' });
    expect(JSON.parse(stdout).services.map(({ name }: { name: string }) => name)).toEqual([
      'rtc',
      'rtm',
      'chat',
      'convoai',
    ]);
  });

  test('takes an empty list for one that is not given', async () => {
    const argv = ['generate', 'rtm', '-p', 'demo', '--batch', '-'];
    const { stdout } = await run(argv, { stdin: '{"userId":"b","permission":[]}' });
    expect(JSON.parse(stdout).services.map(({ name }: { name: string }) => name)).toEqual(['rtm']);
    const { rows } = await batch('{"uid":1,"with":[]}', ['-c', 'demo', '--with', 'rtm']);
    expect(rows[0].services).toHaveLength(2);
  });

  test('of both token versions', async () => {
    const { rows } = await batch(
      '{"channel":"a","uid":1,"tokenVersion":"006"}\n{"channel":"a","uid":1}\n',
    );
    expect(rows).toMatchObject([{ format: '006' }, { format: '007' }]);
  });

  test.each([
    ['the same times', { uid: 1 }, []],
    ['another lifetime', { uid: 1, expiresIn: '2d' }, ['lifetime-over-24h']],
    ['another end of one privilege', { uid: 1, join: '2h' }, ['privilege-outlives-token']],
    ['an issue time long ago', { uid: 1, issuedAt: 1000000000 }, ['expired']],
    ['an issue time to come', { uid: 1, issuedAt: 1700000060 }, ['issued-in-future']],
    ['another issue time', { uid: 1, issuedAt: 1699999999, expiresIn: '20s' }, ['short-lifetime']],
    ['another format', { uid: 1, tokenVersion: '006', join: '2d' }, ['lifetime-over-24h']],
    ['another service', { uid: 1, with: ['rtm=xxx'] }, ['placeholder']],
    ['another uid', { uid: 0 }, ['uid-wildcard']],
    ['another channel', { uid: 1, channel: 'xxx' }, ['placeholder']],
  ])('a row with %s has the warnings that belong to it', async (_what, row, expected) => {
    const plain = '{"uid":2}';
    const { rows } = await batch(`${plain}\n${JSON.stringify(row)}\n${plain}\n`, ['-c', 'demo']);
    const codes = rows.map(({ warnings }) => warnings.map(({ code }: { code: string }) => code));
    expect(codes).toEqual([[], expected, []]);
  });

  test('of many chunks keeps order and numbers', async () => {
    const count = 1100;
    const input = Array.from({ length: count }, (_, i) => `{"uid":${i + 1}}\n`).join('');
    const { rows } = await batch(input, ['-c', 'demo']);
    expect(rows.map(({ row, services }) => [row, services[0].uid])).toEqual(
      Array.from({ length: count }, (_, i) => [i + 1, String(i + 1)]),
    );
  });

  test('gives each row a salt of its own, or the one that was asked for', async () => {
    let salt = 0;
    const world = { context: { randomUint32: () => ++salt } };
    const random = await batch('uid\n1\n2\n', ['-c', 'demo'], world);
    expect(random.rows.map((row) => row.salt)).toEqual([1, 2]);
    const fixed = await batch('uid\n1\n2\n', ['-c', 'demo', '--salt', '7'], world);
    expect(fixed.rows.map((row) => row.salt)).toEqual([7, 7]);
  });

  test('answers a row as soon as it is there', async () => {
    const output: string[] = [];
    const seen: number[] = [];
    async function* stdin() {
      yield '{"uid":1}\n';
      seen.push(output.length);
      yield '{"uid":2}\n';
      seen.push(output.length);
    }
    const stdout = {
      write(text: string, callback?: (error?: Error | null) => void) {
        output.push(text);
        callback?.(null);
        return true;
      },
    };
    await run([...RTC, '-c', 'demo', '--batch', '-'], { stdin: stdin(), context: { stdout } });
    expect(seen).toEqual([1, 2]);
  });
});

describe('a list as it comes', () => {
  test.each<[string, string]>([
    ['semicolons', 'channel;uid\na;7\n'],
    ['commas, and more semicolons', 'channel,uid,a;b;c;d;e\na,7,x\n'],
    ['tabs', 'channel\tuid\r\na\t7\r\n'],
    ['sep= and names in other spellings', 'sep=;\r\nCHANNEL;U-Id\r\na;7\r\n'],
    ['sep= for a delimiter of its own', '"sep=|"\nchannel|uid\na|7\n'],
    ['commas in names that are not signed', '"last, first";channel;uid\n"b, c";a;7\n'],
    ['underlines and spaces', 'Channel, Expires_In ,uid,token version\na,2h,7,007\n'],
    ['a byte order mark in its middle', '\ufeffchannel,uid\n\ufeffa,7\n'],
    ['other columns', 'id,channel,uid,e-mail,username\n1,a,7,x@example.com,Bo\n'],
  ])('with %s', async (_what, input) => {
    const { code, rows } = await batch(input);
    expect([code, rows]).toMatchObject([0, [{ services: [{ channel: 'a', uid: '7' }] }]]);
  });

  test('with line breaks in its cells, as spreadsheets write them', async () => {
    const input =
      'channel;uid;Full Name;Notes\r\na;1;Ann;"one\r\n\r\n""two"""\r\n;;;\r\nb;2;Bo;"x\ny"\r\nc;3;Cy;z\r\n';
    const { code, stdout } = await run([...RTC, '--batch', '-', '--output', 'csv', '-q'], {
      stdin: input,
    });
    expect(code).toBe(0);
    expect(stdout.replace(/;007[^;]+;[^;]+;\n/g, ';TOKEN\n')).toBe(
      'channel;uid;Full Name;Notes;token;expiresAt;error\na;1;Ann;"one\n\n""two""";TOKEN\nb;2;Bo;"x\ny";TOKEN\nc;3;Cy;z;TOKEN\n',
    );
    const { rows } = await batch(input);
    expect(rows.map(({ row, line }) => [row, line])).toEqual([
      [1, 2],
      [2, 6],
      [3, 8],
    ]);
  });

  test.each<[string, string, readonly boolean[]]>([
    ['opened in a carried cell', 'a,1,"x\na,2,y\na,3,z\n', [false, true, true]],
    ['opened before a cell of two lines', 'a,1,"x\na,2,"y\nz"\na,3,z\n', [false, true, true]],
    ['opened in the last row', 'a,1,x\na,2,"y\n', [true, false]],
    ['opened far from the next', `a,1,"x\n${'a,2,y\n'.repeat(300)}a,3,"z"\n`, [false, true]],
  ])('a quote %s takes no other row with it', async (_where, rest, oks) => {
    const { rows } = await batch(`channel,uid,note\n${rest}`);
    expect(rows.map(({ ok }) => ok).slice(0, oks.length)).toEqual(oks);
  });

  test.each(['utf16le', 'utf16be'])('of UTF-16 without a byte order mark: %s', async (form) => {
    const bytes = Buffer.from('channel\tuid\r\ndemo\t7\r\n', 'utf16le');
    if (form === 'utf16be') bytes.swap16();
    async function* stdin() {
      yield bytes;
    }
    const { code, rows } = await batch('', [], { stdin: stdin() });
    expect([code, rows.length]).toEqual([0, 1]);
  });

  test('with line breaks in its header', async () => {
    const { code, rows } = await batch('channel,uid,"Expires\nin","Full\r\nName"\na,1,2h,Ann\n');
    expect([code, rows.map(({ line, lifetimeSeconds }) => [line, lifetimeSeconds])]).toEqual([
      0,
      [[4, 7200]],
    ]);
  });

  test('with columns and rows that Excel left empty', async () => {
    const { code, stderr, rows } = await batch('channel,uid,,\na,1,,\n,,,\nb,2,,\n');
    expect([code, rows.map(({ line }) => line)]).toEqual([0, [2, 4]]);
    expect(stderr).not.toContain('not signed');
  });

  test('names the columns that are not signed, once', async () => {
    const { stderr } = await batch('channel,uid,email,Note\na,1,x,y\nb,2,x,y\n');
    expect(stderr.match(/not signed.*: email, Note\n/g)).toHaveLength(1);
    expect(stderr).toContain('signed 2 tokens');
  });

  test.each([
    [
      'channel,uid,chanel',
      'the column "chanel" is not signed, although its name is almost channel',
    ],
    [
      'channel,uid,Channel 2',
      'the column "Channel 2" is not signed, although its name is almost channel',
    ],
    ['channel,uid,id,email,note,phone', undefined],
  ])('warns of a column that is nearly one of the others: %s', async (header, warning) => {
    const { code, stderr } = await batch(
      `${header}\na,1${',x'.repeat(header.split(',').length - 2)}\n`,
    );
    expect(code).toBe(0);
    expect(/warning: (the column .*)/.exec(stderr)?.[1]).toEqual(
      warning === undefined ? undefined : expect.stringContaining(warning),
    );
  });

  test('with a header alone is warned of', async () => {
    const { code, rows, stderr } = await batch('channel,uid\n');
    expect([code, rows]).toEqual([0, []]);
    expect(stderr).toContain('a header and no rows');
  });

  test.each([
    ['\n', '\ufeff{"uid":1}\n\n\ufeff{"uid":2}\n', 1, 3],
    ['\r\n', '{"uid":1}\r\n\r\n{"uid":2}\r\n', 1, 3],
    ['\r', 'uid\r\r1\r2\r', 3, 4],
  ])('says which line a row is: line ends %j', async (_ends, input, ...lines) => {
    const { rows } = await batch(input, ['-c', 'demo']);
    expect(rows.map(({ row, line }) => [row, line])).toEqual([
      [1, lines[0]],
      [2, lines[1]],
    ]);
  });

  test('with a byte order mark before each line, however it arrives', async () => {
    async function* pieces() {
      const bytes = Buffer.from('\ufeff{"uid":1}\n'.repeat(400));
      for (let at = 0; at < bytes.length; at += 1031) yield bytes.subarray(at, at + 1031);
    }
    const { stdout } = await run([...RTC, '-c', 'demo', '--batch', '-'], { stdin: pieces() });
    const rows = ndjson(stdout);
    expect(rows).toHaveLength(400);
    expect(rows.every(({ ok }) => ok)).toBe(true);
  });

  test('comes back as CSV, with the results after its columns', async () => {
    const input = 'sep=;\nname;UID;token;note\n"A; ""B""";1;old;"  "\nC;x;;\nD;3\n';
    const { code, stdout } = await run(
      [...RTC, '-c', 'demo', '--batch', '-', '--output', 'csv', '--now', '1700000000'],
      { stdin: input },
    );
    expect(code).toBe(2);
    const [header, ...rows] = stdout.split('\n');
    expect(header).toBe('name;UID;note;token;expiresAt;error');
    expect(rows[0]).toMatch(/^"A; ""B""";1;" {2}";007[^;]+;2023-11-14T23:13:20Z;$/);
    expect(rows[1]).toMatch(/^C;x;;;;"uid is ""x"", /);
    expect(rows[2]).toBe('D;3;;;;the row has 2 cells, and the header names 4 columns');
    expect(rows.slice(3)).toEqual(['']);
  });

  test('--output csv is for a list', async () => {
    const { code, stderr } = await run([...RTC, '-c', 'demo', '-u', '1', '--output', 'csv']);
    expect(code).toBe(2);
    expect(stderr).toContain('--output csv is for a batch');
  });
});

describe('a bad row', () => {
  test.each<[string, string, string]>([
    ['not JSON', '{"uid":\n', 'not valid JSON'],
    ['an array', '{"uid":1}\n[1]\n', 'not a JSON object'],
    ['a number too long to be kept', '{"account":1234567890123456789}\n', 'cannot be kept exactly'],
    ['a fraction as text', '{"account":1.10}\n', 'account is 1.1, which is not a whole number'],
    [
      'a number that is none',
      '{"channel":1e400,"uid":1}\n',
      'channel is a number that cannot be kept',
    ],
    ['a bad uid', '{"uid":-1}\n', 'uid is -1, which is out of range'],
    ['a fraction', '{"uid":1.5}\n', 'not a whole number'],
    ['a bad channel', '{"uid":1,"channel":"a/b"}\n', 'channel: character "/" at position 2'],
    ['no uid', '{}\n', 'no uid or account'],
    ['a key twice', '{"uid":1,"uid":2}\n', 'has the key "uid" twice'],
    ['a key twice, once escaped', '{"uid":1,"\\u0075id":2}\n', 'has the key "uid" twice'],
    ['a typing mistake', '{"uid":1,"chanel":"x"}\n', 'unknown option "chanel" for rtc'],
    ['an object for a value', '{"uid":{}}\n', 'uid is neither a string nor a number'],
    ['true for a value', '{"uid":true}\n', 'uid is neither a string nor a number'],
    ['a number in a list', '{"uid":1,"with":[5]}\n', 'with has more than strings in it'],
    ['uid and account', '{"uid":1,"account":"a"}\n', 'cannot be used together'],
    ['a stray quote', 'uid\nb"c\n', 'cell 1 cannot be read: there is a double quote inside a cell'],
    [
      'more behind a quote',
      'uid,role\n1,"a"b\n',
      'cell 2 cannot be read: there is something after',
    ],
    ['a quote that is not closed', 'uid\n"1\n', 'a double quote is not closed'],
    ['cells too many', 'uid\n1,2\n', '2 cells, and the header names 1'],
    ['cells too few', 'uid,role\n1\n', '1 cell, and the header names 2'],
  ])('%s', async (_name, input, message) => {
    const { code, rows, stderr } = await batch(input, ['-c', 'demo']);
    expect(code).toBe(2);
    const bad = rows.at(-1);
    expect(bad).toMatchObject({ row: rows.length, ok: false, error: { code: 'usage' } });
    expect(bad.error.message).toContain(message);
    expect(stderr).toContain(`row ${rows.length}`);
  });

  test('stays in its place, and the rest goes on', async () => {
    const { code, rows, stderr } = await batch('{"uid":1}\n{"uid":"x"}\n{"uid":3}\n', [
      '-c',
      'demo',
    ]);
    expect(code).toBe(2);
    expect(rows.map(({ row, ok }) => [row, ok])).toEqual([
      [1, true],
      [2, false],
      [3, true],
    ]);
    expect(stderr).toContain('1 of 3 rows could not be signed, and 2 were');
    expect(stderr).toContain('row 2 in line 2');
  });

  test.each([
    ['b"c,2', 'd,3'],
    ['"b"c,2', 'd,3'],
    ['"b,2', 'd,3'],
    // Together the two lines would be a row.
    ['"b,2', 'd",3'],
  ])('of CSV does not take the others with it: %s', async (bad, next) => {
    const good = Array.from({ length: 150 }, (_, i) => `a,${i}\n`).join('');
    const { code, rows } = await batch(`channel,uid\n${good}${bad}\n${next}\nz,4\n`);
    const verdict = next === 'd,3';
    expect([code, rows.length]).toEqual([2, 153]);
    expect(rows.slice(149).map(({ ok }) => ok)).toEqual([true, false, verdict, true]);
  });

  test.each([
    ['no token can hold the times', { tokenVersion: '006', issuedAt: 4294963000 }],
    ['no service can hold the id', { with: [`rtc=${'x'.repeat(70_000)}`] }],
  ])('stays in its place where %s', async (_why, row) => {
    const { code, rows } = await batch(
      `{"uid":1}\n${JSON.stringify({ uid: 2, ...row })}\n{"uid":3}\n`,
      ['-c', 'demo'],
    );
    expect([code, rows.map(({ ok }) => ok)]).toEqual([2, [true, false, true]]);
  });

  test('longer than a line may be does not stop the others', async () => {
    const { rows } = await batch(`{"uid":1}\n{"x":"${'y'.repeat(1024 * 1024)}"}\n{"uid":3}\n`, [
      '-c',
      'demo',
    ]);
    expect(rows.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  test('with --output token is on stderr alone, with its line', async () => {
    const { code, stdout, stderr } = await run(
      [...RTC, '-c', 'demo', '--batch', '-', '--output', 'token', '-q'],
      { stdin: 'uid\n1\n\nx\n3\n' },
    );
    expect(code).toBe(2);
    expect(stdout).toMatch(/^007\S+\n007\S+\n$/);
    expect(stderr).toMatch(/^agora-token: line 4 \(row 2\): uid is "x", .*\n$/);
  });
});

describe('a batch that cannot be', () => {
  test.each<[string, string, string[], string]>([
    ['nothing in it', '  \n', ['-c', 'demo'], 'the batch is empty'],
    ['a JSON array', '[{"uid":1}]', ['-c', 'demo'], "jq -c '.[]'"],
    ['an unknown column', 'uid,chanel\n1,a\n', [], 'Did you mean channel?'],
    ['no header', 'room-1,1\nroom-2,2\n', [], 'the first line must name the columns'],
    ['no header but sep=', 'sep=;\n', [], 'there is none after the line sep='],
    ['another word for an option', 'channel,user name\na,1\n', [], 'Did you mean account?'],
    ['a column in two spellings', 'channel,UID,u_id\na,1,2\n', [], 'two columns for uid'],
    [
      'JSON rows as CSV',
      '{"uid":1}\n',
      ['-c', 'demo', '--output', 'csv'],
      'rows of JSON have none',
    ],
    ['a column twice', 'uid,uid\n1,2\n', ['-c', 'demo'], 'Remove or rename one'],
    ['no column for what is needed', 'uid\n1\n', [], 'no column channel'],
    ['a header with a stray quote', 'uid"\n1\n', ['-c', 'demo'], 'the header of the CSV: cell 1'],
    ['a JSON array of lines', '[\n{"uid":1}\n]', ['-c', 'demo'], "jq -c '.[]'"],
    [
      'a clipboard',
      'uid\n1\n',
      ['-c', 'demo', '--copy'],
      '--batch and --copy cannot be used together',
    ],
    [
      'shell lines',
      'uid\n1\n',
      ['-c', 'demo', '--output', 'shell'],
      '--output shell cannot be used together',
    ],
  ])('%s', async (_name, input, args, message) => {
    const { code, stdout, stderr } = await run([...RTC, '--batch', '-', ...args], { stdin: input });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('says so in one line with --json, as its rows are lines', async () => {
    for (const flags of [['--batch', '-'], ['--batch=-']]) {
      const { stdout } = await run([...RTC, ...flags, '--json'], { stdin: 'uid,chanel\n1,a\n' });
      expect(stdout).toMatch(/^\{"schemaVersion":1,"ok":false,.*\}\n$/);
    }
  });

  test('no such file', async () => {
    const { code, stderr } = await run([...RTC, '-c', 'demo', '--batch', join(FOLDER, 'none.csv')]);
    expect(code).toBe(2);
    expect(stderr).toContain('none.csv cannot be read: it does not exist');
  });

  test('a folder', async () => {
    expect((await run([...RTC, '-c', 'demo', '--batch', FOLDER])).stderr).toContain(
      'cannot be read: it is a directory',
    );
  });

  test('standard input that is a terminal', async () => {
    const { code, stderr } = await run([...RTC, '-c', 'demo', '--batch', '-'], { terminal: true });
    expect(code).toBe(2);
    expect(stderr).toContain('which is a terminal here');
  });

  test('a batch and a certificate both from standard input', async () => {
    const argv = [...RTC, '-c', 'demo', '--batch', '-', '--app-certificate-file', '-'];
    expect((await run(argv, { stdin: 'uid\n1\n' })).stderr).toContain('both want standard input');
  });
});

describe('a batch that is interrupted', () => {
  test('ends with 130, with whole lines', async () => {
    const controller = new AbortController();
    async function* stdin() {
      yield '{"uid":1}\n{"uid":2}\n';
      controller.abort();
      // Nothing comes any more, and nothing ends.
      await new Promise(() => {});
    }
    const { code, stdout } = await run([...RTC, '-c', 'demo', '--batch', '-'], {
      stdin: stdin(),
      context: { interruption: () => controller.signal },
    });
    expect(code).toBe(130);
    expect(stdout.endsWith('}\n')).toBe(true);
    expect(ndjson(stdout).map(({ row }) => row)).toEqual([1, 2]);
  });

  test('by a reader that has gone ends quietly', async () => {
    const stdout = {
      write(_text: string, callback?: (error?: Error | null) => void) {
        callback?.(Object.assign(new Error('closed'), { code: 'EPIPE' }));
        return false;
      },
    };
    const { code, stderr } = await run([...RTC, '-c', 'demo', '--batch', '-', '-q'], {
      stdin: 'uid\n1\n2\n',
      context: { stdout },
    });
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('progress', () => {
  const slow = () => {
    let milliseconds = 0;
    return () => {
      milliseconds += 2000;
      return milliseconds;
    };
  };

  test('shows on a terminal when the tokens go elsewhere', async () => {
    const file = join(FOLDER, 'many.csv');
    writeFileSync(file, `uid\n${Array.from({ length: 200 }, (_, i) => i + 1).join('\n')}\n`);
    const stdout = {
      write(_text: string, callback?: (error?: Error | null) => void) {
        callback?.(null);
        return true;
      },
    };
    const { stderr } = await run([...RTC, '-c', 'demo', '--now', '1700000000', '--batch', file], {
      terminal: true,
      context: { stdout, clock: slow() },
    });
    expect(stderr).toContain('tokens');
    expect(stderr).toContain('… left');
    expect(stderr).not.toMatch(/NF|LL/);
    expect(stderr).toContain('signed 200 tokens');
  });
});
