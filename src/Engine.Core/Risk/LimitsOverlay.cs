using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Engine.Core.Config;
using Engine.Core.Events;
using Engine.Core.State;

namespace Engine.Core.Risk;

/// <summary>
/// Limits that were changed while the engine runs: settings that go before those of the file. State, so that they
/// survive a restart; as text, because that is what an operator reads and what a configuration is.
/// </summary>
public sealed class LimitsOverlay
{
    /// <summary>Characters of the whole overlay.</summary>
    public const int TextBytesMax = Pieces * TextBytes88.SizeInBytes;

    private const int Pieces = 64;
    private const string Prefix = "risk.";

    private readonly StateTable<LimitsState> _state;
    private readonly StateTable<LimitsTextState> _text;
    private string _cached = "";

    public LimitsOverlay(StateRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        _state = registry.Add<LimitsState>(StateParts.Limits, version: 1, capacity: 1);
        _text = registry.Add<LimitsTextState>(StateParts.LimitsText, version: 1, Pieces);
        registry.OnRestored(() => _cached = Read());
    }

    /// <summary>Lines <c>key=value</c> in the order of the keys; empty if nothing was changed.</summary>
    public string Text => _cached;

    public bool IsEmpty => _cached.Length == 0;

    public ref readonly LimitsState State => ref _state[0];

    /// <summary>True if the file says the same of risk as when the overlay was made or accepted.</summary>
    public bool IsOn(string configText)
    {
        var (high, low) = BaselineHash(configText);
        return _state[0].BaselineHigh == high && _state[0].BaselineLow == low;
    }

    /// <summary>Puts an overlay in place, on the baseline of a configuration.</summary>
    public void Set(string text, string configText)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > TextBytesMax) throw new ArgumentOutOfRangeException(nameof(text));

        var bytes = Encoding.ASCII.GetBytes(text);
        for (var i = 0; i < Pieces; i++)
        {
            Span<byte> piece = _text.Edit(i).Bytes;
            piece.Clear();
            var from = i * TextBytes88.SizeInBytes;
            if (from < bytes.Length)
                bytes.AsSpan(from, Math.Min(TextBytes88.SizeInBytes, bytes.Length - from)).CopyTo(piece);
        }
        ref var state = ref _state.Edit(0);
        (state.BaselineHigh, state.BaselineLow) = BaselineHash(configText);
        state.TextBytes = bytes.Length;
        state.Applied++;
        _cached = text;
    }

    /// <summary>The configuration with the overlay over it.</summary>
    public static CanonicalConfig Over(string configText, string overlayText)
    {
        var config = CanonicalConfig.Parse(configText);
        foreach (var line in overlayText.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = line.IndexOf('=', StringComparison.Ordinal);
            config.Set(line[..separator], line[(separator + 1)..]);
        }
        return config;
    }

    /// <summary>First 128 bits of the SHA-256 of what a configuration says of risk.</summary>
    public static (ulong High, ulong Low) BaselineHash(string configText)
    {
        var text = new StringBuilder();
        foreach (var line in configText.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (line.StartsWith(Prefix, StringComparison.Ordinal)) text.Append(line).Append('\n');
        return Hash(text.ToString());
    }

    public static (ulong High, ulong Low) Hash(string text)
    {
        var digest = SHA256.HashData(Encoding.ASCII.GetBytes(text));
        return (BinaryPrimitives.ReadUInt64BigEndian(digest), BinaryPrimitives.ReadUInt64BigEndian(digest.AsSpan(8)));
    }

    private string Read()
    {
        var bytes = new byte[_state[0].TextBytes];
        for (var i = 0; i * TextBytes88.SizeInBytes < bytes.Length; i++)
        {
            var from = i * TextBytes88.SizeInBytes;
            ReadOnlySpan<byte> piece = _text[i].Bytes;
            piece[..Math.Min(piece.Length, bytes.Length - from)].CopyTo(bytes.AsSpan(from));
        }
        return Encoding.ASCII.GetString(bytes);
    }
}
