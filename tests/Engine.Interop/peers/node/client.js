// The official interop cases with a grpc-js client.
//   node client.js --server_host H --server_port N [--use_tls true --ca_file FILE] --test_case NAME[,NAME...] | all
// One line per case, "passed NAME", "partly NAME: reason" or "FAILED NAME: reason"; exit code 0 if none failed.
'use strict';

const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const { parseArguments } = require('./arguments');
const { cases } = require('./cases');
const { testing } = require('./service');

const CaseDeadlineMs = 30000;

async function withDeadline(promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished after ${CaseDeadlineMs} ms`)), CaseDeadlineMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function main() {
  const options = parseArguments({
    server_host: 'localhost', server_port: 0, server_host_override: '', use_tls: false, ca_file: '', test_case: 'all',
  });
  const credentials = options.use_tls
    ? grpc.credentials.createSsl(options.ca_file ? fs.readFileSync(options.ca_file) : null)
    : grpc.credentials.createInsecure();
  const address = `${options.server_host}:${options.server_port}`;
  const settings = options.server_host_override
    ? { 'grpc.ssl_target_name_override': options.server_host_override }
    : {};
  const compress = { ...settings, 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip };
  const peers = {
    stub: new testing.TestService(address, credentials, settings),
    compressing: new testing.TestService(address, credentials, compress),
    unimplemented: new testing.UnimplementedService(address, credentials, settings),
  };
  const names = options.test_case === 'all' ? Object.keys(cases) : options.test_case.split(',');
  const unknown = names.filter((name) => !(name in cases));
  if (unknown.length > 0) {
    console.error(`unknown case ${unknown.join(', ')}; known: ${Object.keys(cases).join(', ')}`);
    process.exit(64);
  }
  let failed = 0;
  for (const name of names) {
    try {
      await withDeadline(cases[name](peers));
      console.log(`passed ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED ${name}: ${String(error.message ?? error).replaceAll(/\s+/g, ' ').slice(0, 300)}`);
    }
  }
  process.exit(failed === 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
