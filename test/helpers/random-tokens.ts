import { createRequire } from 'node:module';
import type { PackedService } from 'agora-token/src/AccessToken2.js';
import fc from 'fast-check';
import { anyText } from './any-text.js';

/** The official library has no types for these classes. */
// biome-ignore lint/suspicious/noExplicitAny: see above.
export const agora: any = createRequire(import.meta.url)('agora-token/src/AccessToken2.js');

interface OfficialService extends PackedService {
  add_privilege(id: number, expire: number): void;
}

const uint32 = fc.nat(0xffff_ffff);
const name = fc.oneof(
  fc.string({ maxLength: 40 }),
  anyText({ maxLength: 12 }),
  fc.constantFrom('', '0', 'demo', 'é\u202e\n', '*'),
);
const role = fc.integer({ min: -0x8000, max: 0x7fff }).filter((value) => value !== 0);

const permissions = fc
  .array(fc.tuple(fc.nat(4), fc.nat(1), fc.array(fc.string({ maxLength: 12 }), { maxLength: 4 })), {
    maxLength: 6,
  })
  .map((rows) => {
    const all = new agora.Rtm2Permissions();
    for (const [resource, type, names] of rows) all.add(resource, type, names);
    return all;
  });

const bare: fc.Arbitrary<OfficialService> = fc.oneof(
  fc.tuple(name, name).map(([channel, uid]) => new agora.ServiceRtc(channel, uid)),
  name.map((user) => new agora.ServiceRtm(user)),
  fc.tuple(name, name).map(([channel, account]) => new agora.ServiceStreaming(channel, account)),
  fc.constant(0).map(() => new agora.ServiceFpa()),
  name.map((user) => new agora.ServiceChat(user)),
  fc.tuple(name, name).map(([channel, account]) => new agora.ServiceFCdn(channel, account)),
  fc.tuple(name, name, role).map((all) => new agora.ServiceApaas(...all)),
  fc.tuple(name, permissions).map((all) => new agora.ServiceRtm2(...all)),
  fc.constant(0).map(() => new agora.ServiceConvoAI()),
  fc.constant(0).map(() => new agora.ServiceStt()),
);

/** Any service that the official library knows, with any privileges. */
export const officialService: fc.Arbitrary<OfficialService> = fc
  .tuple(bare, fc.dictionary(fc.nat(9).map(String), uint32, { maxKeys: 5 }))
  .map(([service, privileges]) => {
    for (const [id, value] of Object.entries(privileges)) service.add_privilege(Number(id), value);
    return service;
  });

export const tokenParts = fc.record({
  services: fc.array(officialService, { minLength: 1, maxLength: 6 }),
  issueTs: uint32.filter((value) => value > 0),
  expire: uint32,
  salt: uint32,
});
