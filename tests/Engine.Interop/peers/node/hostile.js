// Attacks a gRPC server, each for about a second.
//   node hostile.js --port N [--attack NAME] [--parallel N]
// Prints "done NAME: what the server did" for each attack; exit code 0 when all are over, whatever became of them.
'use strict';

const { parseArguments } = require('./arguments');

async function main() {
  const { port, attack, parallel } = parseArguments({ port: 0, attack: 'all', parallel: 4 });
  const attacks = { ...require('./hostile/connections'), ...require('./hostile/calls') };
  if (attack !== 'all' && !(attack in attacks)) {
    console.error(`unknown attack ${attack}; known: ${Object.keys(attacks).join(', ')}`);
    process.exit(64);
  }
  const queue = Object.entries(attacks).filter(([name]) => attack === 'all' || attack === name);
  await Promise.all(Array.from({ length: parallel }, async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [name, run] = next;
      const started = Date.now();
      const outcome = await run({ port });
      console.log(`done ${name}: ${outcome}, ${Date.now() - started} ms`);
    }
  }));
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
