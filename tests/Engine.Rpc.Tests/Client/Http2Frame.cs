namespace Engine.Rpc.Tests.Client;

/// <summary>A frame as it came.</summary>
internal sealed record Http2Frame(Http2FrameType Type, byte Flags, int Stream, byte[] Payload);
