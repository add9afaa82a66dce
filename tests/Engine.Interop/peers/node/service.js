// The service of Protos/interop.proto for grpc-js, and the witness of compression that grpc-js itself does not give.
'use strict';

const path = require('node:path');
const { Transform } = require('node:stream');
const zlib = require('node:zlib');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, '..', '..', 'Protos', 'interop.proto'), {
  keepCase: true,
  longs: Number,
  defaults: true,
});
// grpc-js hides the flag of a message. It does write each compressed one to a gunzip of its own, shortly before it
// deserialises it, so with one call at a time the two together tell which messages were compressed.
let gunzips = 0;
zlib.Gunzip.prototype.write = function write(...chunk) {
  gunzips++;
  return Transform.prototype.write.apply(this, chunk);
};

/** Wraps a deserialiser so that its messages have `wasCompressed`. */
function witness(deserialize) {
  return (bytes) => {
    const message = deserialize(bytes);
    Object.defineProperty(message, 'wasCompressed', { value: gunzips > 0 });
    gunzips = Math.max(0, gunzips - 1);
    return message;
  };
}

for (const method of Object.values(definition['grpc.testing.TestService'])) {
  method.requestDeserialize = witness(method.requestDeserialize);
  method.responseDeserialize = witness(method.responseDeserialize);
}

const testing = grpc.loadPackageDefinition(definition).grpc.testing;
const zeros = (size) => ({ type: 'COMPRESSABLE', body: Buffer.alloc(size) });

module.exports = { testing, zeros };
