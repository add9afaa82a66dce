namespace Engine.Rpc.Tests.Client;

/// <summary>Frames of RFC 9113, section 6, that tests use.</summary>
internal enum Http2FrameType : byte
{
    Data = 0,
    Headers = 1,
    Reset = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
}
