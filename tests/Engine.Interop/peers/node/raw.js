// Tests the framing rules on a server of grpc.testing.TestService, frame by frame over node:http2.
//   node raw.js --port N [--host H] [--limit BYTES] [--only TEXT]
// One line per check, "ok NAME" or "FAILED NAME reason"; exit code 0 if none failed.
'use strict';

const { parseArguments } = require('./arguments');
const { runChecks } = require('./wire/check');
const { connect } = require('./wire/exchange');

async function main() {
  const { port, host, limit, only } = parseArguments({ port: 0, host: '127.0.0.1', limit: 4 << 20, only: '' });
  const all = { ...require('./raw/requests'), ...require('./raw/framing'), ...require('./raw/answers') };
  const checks = {};
  for (const [name, check] of Object.entries(all)) {
    if (!name.includes(only)) continue;
    checks[name] = async () => {
      const session = await connect(port, host);
      try {
        await check({ session, port, limit });
      } finally {
        session.destroy();
      }
    };
  }
  process.exit((await runChecks(checks)) === 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
