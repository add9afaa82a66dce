namespace Engine.Core.Replay;

/// <summary>Takes the fields of a payload one by one, as ASCII bytes that are valid during the call.</summary>
public interface IPayloadWriter
{
    void Add(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value);
}
