using System.Security.Cryptography;
using System.Text;

namespace Engine.Grpc.Access;

/// <summary>
/// The tokens that are known, by their hashes only. How long a look takes says nothing about what is in it: every
/// entry is compared, and each in constant time.
/// </summary>
internal sealed class TokenBook
{
    private readonly (byte[] Sha256, Caller Caller)[] _entries;

    public TokenBook(IEnumerable<(byte[] Sha256, Caller Caller)> entries) => _entries = [.. entries];

    public int Count => _entries.Length;

    /// <summary>Who has a token.</summary>
    public IEnumerable<Caller> Callers => _entries.Select(entry => entry.Caller);

    /// <summary>Null if nobody has the token.</summary>
    public Caller? Find(string token)
    {
        if (token.Length is 0 or > AccessLimits.TokenCharactersMax) return null;

        Span<byte> presented = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(token), presented);
        Caller? found = null;
        foreach (var (sha256, caller) in _entries)
            if (CryptographicOperations.FixedTimeEquals(sha256, presented)) found = caller;
        return found;
    }
}
