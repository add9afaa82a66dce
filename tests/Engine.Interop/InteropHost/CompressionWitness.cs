using System.IO.Compression;
using Grpc.Net.Compression;

namespace InteropHost;

/// <summary>
/// gzip that remembers, per call, whether a message was decompressed. The service asks it because an API of gRPC does
/// not show the flag of a message.
/// </summary>
internal sealed class CompressionWitness : ICompressionProvider
{
    // Set by the middleware before the call is read: what is written into the box below is seen above.
    private static readonly AsyncLocal<StrongBox?> Current = new();

    private readonly GzipCompressionProvider _gzip = new(CompressionLevel.Fastest);

    public string EncodingName => _gzip.EncodingName;

    /// <summary>Begins a call.</summary>
    public static void Begin() => Current.Value = new StrongBox();

    /// <summary>Whether a message was decompressed since the last time this was asked.</summary>
    public static bool TakeWasCompressed()
    {
        var box = Current.Value ?? throw new InvalidOperationException("No call has begun.");
        var wasCompressed = box.WasCompressed;
        box.WasCompressed = false;
        return wasCompressed;
    }

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        _gzip.CreateCompressionStream(stream, compressionLevel);

    public Stream CreateDecompressionStream(Stream stream)
    {
        if (Current.Value is { } box) box.WasCompressed = true;
        return _gzip.CreateDecompressionStream(stream);
    }

    private sealed class StrongBox
    {
        public bool WasCompressed { get; set; }
    }
}
