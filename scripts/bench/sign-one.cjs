// The yardstick: what a developer would write without this program.
const { RtcTokenBuilder, RtcRole } = require('agora-token');
const [appId, certificate] = process.argv.slice(2);
const token = RtcTokenBuilder.buildTokenWithUid(
  appId,
  certificate,
  'demo',
  42,
  RtcRole.PUBLISHER,
  3600,
  3600,
);
process.stdout.write(`${token}\n`);
