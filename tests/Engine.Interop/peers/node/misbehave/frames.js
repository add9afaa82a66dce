// Answers that node:http2 does not send: resets and GOAWAYs at a chosen point, and frames against the protocol.
'use strict';

const wire = require('../wire/frames');
const { message } = require('./answers');

const CloseMs = 50;
const responseHeaders = wire.headerBlock({ ':status': '200', 'content-type': 'application/grpc' });
const began = (id) => wire.headers(id, responseHeaders);
const answered = (id) => Buffer.concat([began(id), wire.data(id, message)]);

/** A connection that gets the bytes that `reply` makes for each request; they are the last ones if `closing`. */
function framed(reply, closing = false) {
  return (socket) => {
    socket.write(wire.settings());
    socket.on('data', wire.frameParser(({ type, flags, streamId, payload }) => {
      if (type === wire.Type.SETTINGS && !(flags & wire.Flag.ACK)) socket.write(wire.settingsAck);
      if (type === wire.Type.PING && !(flags & wire.Flag.ACK))
        socket.write(wire.http2Frame(wire.Type.PING, wire.Flag.ACK, 0, payload));
      if (type !== wire.Type.HEADERS) return;
      socket.write(reply(streamId));
      if (closing) setTimeout(() => socket.end(), CloseMs);
    }, wire.Preface.length));
  };
}

const connections = {
  'goaway-unseen': framed(() => wire.goaway(0, 0), true),
  'goaway-no-error': framed((id) => wire.goaway(id, 0), true),
  'goaway-internal': framed((id) => wire.goaway(id, 2), true),
  'goaway-calm': framed((id) => wire.goaway(id, 11), true),
  'goaway-after-message': framed((id) => Buffer.concat([answered(id), wire.goaway(id, 0)]), true),
  'reset-after-headers': framed((id) => Buffer.concat([began(id), wire.reset(id, 2)])),
  'reset-after-message': framed((id) => Buffer.concat([answered(id), wire.reset(id, 2)])),
  'reset-no-error-after-message': framed((id) => Buffer.concat([answered(id), wire.reset(id, 0)])),
  'reset-unknown-code': framed((id) => wire.reset(id, 0xdead)),
  'data-before-headers': framed((id) => wire.data(id, message)),
  'frame-too-long': framed((id) => wire.http2Frame(wire.Type.DATA, 0, id, Buffer.alloc(0), 0xffffff)),
  'window-overflow': framed((id) => Buffer.concat([wire.windowUpdate(0, 0x7fffffff), began(id)])),
};
for (let code = 0; code <= 13; code++) connections[`reset-${code}`] = framed((id) => wire.reset(id, code));

module.exports = { connections };
