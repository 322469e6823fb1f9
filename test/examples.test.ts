import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../package.json' with { type: 'json' };
import { APP_ID, CERTIFICATE } from './helpers/demo.js';
import { folder } from './helpers/folder.js';
import { serving } from './helpers/serving.js';

/** The example for a container, as far as it goes without one. The others run in `test/clients`. */

const textOf = (name: string) =>
  readFileSync(new URL(`../examples/docker/${name}`, import.meta.url), 'utf8');
const DOCKERFILE = textOf('Dockerfile');
const COMPOSE = parse(textOf('compose.yaml'));

const instruction = (name: string): string[] =>
  JSON.parse(new RegExp(`^${name} (\\[.*\\])$`, 'm').exec(DOCKERFILE)?.[1] ?? '[]');

describe('the container', () => {
  test('serves with the secrets of its run', async () => {
    const secrets = folder();
    writeFileSync(join(secrets, 'agora_app_certificate'), `${CERTIFICATE}\n`);
    writeFileSync(join(secrets, 'serve_key'), '0123456789abcdef0123456789abcdef\n');
    const [program, command, ...args] = [...instruction('ENTRYPOINT'), ...instruction('CMD')];
    expect([program, command]).toEqual(['agora-token', 'serve']);
    const given = args.map((arg) => arg.replace('/run/secrets', secrets));
    const { code } = await serving(
      given,
      async (send, { hosts, port }) => {
        expect([hosts[0], port]).toEqual(['0.0.0.0', 8080]);
        expect((await send('GET /health')).json).toEqual({ status: 'ok' });
        expect((await send('GET /rtm/alice')).status).toBe(401);
        const line = 'GET /k/0123456789abcdef0123456789abcdef/rtm/alice';
        expect((await send(line, { headers: { host: '192.0.2.7:8080' } })).status).toBe(200);
      },
      { env: { AGORA_APP_ID: APP_ID } },
    );
    expect(code).toBe(0);
  });

  test('has no secret in its image, and is not root', () => {
    expect(DOCKERFILE).not.toMatch(/^ARG|^ENV|CERTIFICATE=/m);
    expect(DOCKERFILE).toMatch(/^USER node$/m);
    expect(DOCKERFILE).toContain(`agora-token-cli@${manifest.version}`);
    const { services, secrets } = COMPOSE;
    expect(Object.keys(services.tokens.environment)).toEqual(['AGORA_APP_ID']);
    expect(services.tokens.secrets).toEqual(Object.keys(secrets));
    const used = instruction('CMD').filter((arg) => arg.startsWith('/run/secrets/'));
    expect(used).toEqual(services.tokens.secrets.map((name: string) => `/run/secrets/${name}`));
    const ignored = textOf('.gitignore').split('\n');
    for (const { file } of Object.values<{ file: string }>(secrets)) {
      expect(ignored).toContain(file.slice('./'.length));
    }
  });
});
