using Grpc.Net.Compression;

namespace Engine.Rpc.Protocol;

/// <summary>The compression codecs of one side, by name.</summary>
internal sealed class Codecs
{
    private readonly IReadOnlyList<ICompressionProvider> _providers;

    /// <param name="providers">Codecs in order of preference.</param>
    public Codecs(IReadOnlyList<ICompressionProvider> providers)
    {
        _providers = providers;
        AcceptHeader = string.Join(',', providers.Select(p => p.EncodingName).Prepend(GrpcHeaders.IdentityEncoding));
    }

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public string AcceptHeader { get; }

    /// <summary>Whether a name is not a codec but the absence of one.</summary>
    public static bool IsIdentity(string? encoding) =>
        string.IsNullOrEmpty(encoding)
        || string.Equals(encoding, GrpcHeaders.IdentityEncoding, StringComparison.OrdinalIgnoreCase);

    /// <summary>The codec of that name, or null.</summary>
    public ICompressionProvider? Find(string encoding)
    {
        foreach (ICompressionProvider provider in _providers)
        {
            if (string.Equals(provider.EncodingName, encoding, StringComparison.OrdinalIgnoreCase))
            {
                return provider;
            }
        }

        return null;
    }

    /// <summary>Whether the peer's <c>grpc-accept-encoding</c> names the codec.</summary>
    public static bool Accepts(string? acceptHeader, ICompressionProvider codec)
    {
        foreach (Range part in acceptHeader.AsSpan().Split(','))
        {
            if (acceptHeader.AsSpan()[part].Trim().Equals(codec.EncodingName, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
