// The yardstick for `generate --batch`: a bare loop over the library, in one process.
const { RtcTokenBuilder, RtcRole } = require('agora-token');
const [appId, certificate, rows] = process.argv.slice(2);
const started = performance.now();
let characters = 0;
for (let row = 0; row < Number(rows); row++) {
  characters += RtcTokenBuilder.buildTokenWithUid(
    appId,
    certificate,
    `room-${row % 1000}`,
    row,
    RtcRole.PUBLISHER,
    3600,
    3600,
  ).length;
}
const seconds = (performance.now() - started) / 1000;
console.log(JSON.stringify({ seconds, characters }));
