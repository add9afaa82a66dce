using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>One key with one value, text or bytes.</summary>
    public class Entry
    {
        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>A binary entry. The bytes are copied.</summary>
        /// <param name="key">Letters, digits, '_', '-' and '.', ending in <see cref="BinaryHeaderSuffix"/>.</param>
        /// <param name="valueBytes">Any bytes.</param>
        public Entry(string key, byte[] valueBytes)
        {
            Key = CheckedKey(key);
            if (!IsBinary)
            {
                throw new ArgumentException(
                    $"Metadata key '{key}' has bytes as value, so it must end in '{BinaryHeaderSuffix}'.", nameof(key));
            }

            ArgumentNullException.ThrowIfNull(valueBytes);
            _bytes = (byte[])valueBytes.Clone();
        }

        /// <summary>A text entry. What the text may hold is checked when it is sent.</summary>
        /// <param name="key">Letters, digits, '_', '-' and '.', not ending in <see cref="BinaryHeaderSuffix"/>.</param>
        /// <param name="value">Printable ASCII.</param>
        public Entry(string key, string value)
        {
            Key = CheckedKey(key);
            if (IsBinary)
            {
                throw new ArgumentException(
                    $"Metadata key '{key}' ends in '{BinaryHeaderSuffix}', so its value must be bytes.", nameof(key));
            }

            ArgumentNullException.ThrowIfNull(value);
            _text = value;
        }

        private Entry(string key, byte[] ownedBytes, bool _)
        {
            Key = key;
            _bytes = ownedBytes;
        }

        /// <summary>The key in lower case.</summary>
        public string Key { get; }

        /// <summary>Whether the value is bytes: whether the key ends in <see cref="BinaryHeaderSuffix"/>.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>A copy of the bytes; of a text its ASCII bytes.</summary>
        public byte[] ValueBytes => _bytes is null ? Encoding.ASCII.GetBytes(_text!) : (byte[])_bytes.Clone();

        /// <summary>The text.</summary>
        /// <exception cref="InvalidOperationException">The value is bytes.</exception>
        public string Value => _text ?? throw new InvalidOperationException(
            $"Metadata entry '{Key}' is binary; read ValueBytes.");

        /// <summary>The bytes without a copy, for the encoder.</summary>
        internal ReadOnlySpan<byte> Bytes => _bytes;

        /// <summary>Key and value, for people.</summary>
        public override string ToString() =>
            IsBinary
                ? $"[Entry: key={Key}, valueBytes={Convert.ToBase64String(_bytes!)}]"
                : $"[Entry: key={Key}, value={_text}]";

        /// <summary>An entry as it came from the peer: the key is lower case, the bytes belong to the entry.</summary>
        internal static Entry FromWire(string key, byte[] ownedBytes) => new(key, ownedBytes, true);

        private static string CheckedKey(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            string lower = key.ToLowerInvariant();
            if (!IsValidKey(lower))
            {
                throw new ArgumentException(
                    $"Metadata key '{key}' must consist of letters, digits, '_', '-' and '.'.", nameof(key));
            }

            return lower;
        }

        /// <summary>Whether a key, in lower case, has only characters that keys may have.</summary>
        internal static bool IsValidKey(string key)
        {
            foreach (char c in key)
            {
                if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('_' or '-' or '.'))
                {
                    return false;
                }
            }

            return key.Length > 0;
        }
    }
}
