using System.IO.Compression;
using Grpc.Net.Compression;

namespace InteropClient;

/// <summary>gzip that counts the messages it decompressed: APIs of gRPC do not show the flag of one.</summary>
internal sealed class CompressionWitness : ICompressionProvider
{
    private readonly GzipCompressionProvider _gzip = new(CompressionLevel.Fastest);
    private int _decompressed;

    public string EncodingName => _gzip.EncodingName;

    /// <summary>Messages that came compressed.</summary>
    public int Decompressed => Volatile.Read(ref _decompressed);

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        _gzip.CreateCompressionStream(stream, compressionLevel);

    public Stream CreateDecompressionStream(Stream stream)
    {
        Interlocked.Increment(ref _decompressed);
        return _gzip.CreateDecompressionStream(stream);
    }
}
