// Named checks: each prints "ok NAME" or "FAILED NAME reason", whatever the others do.
'use strict';

const CheckDeadlineMs = 30000;

async function runChecks(checks, context) {
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no result after ${CheckDeadlineMs} ms`)), CheckDeadlineMs);
    });
    try {
      await Promise.race([check(context), late]);
      console.log(`ok ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED ${name} ${String(error.message ?? error).replaceAll(/\s+/g, ' ').slice(0, 300)}`);
    } finally {
      clearTimeout(timer);
    }
  }
  return failed;
}

module.exports = { runChecks };
