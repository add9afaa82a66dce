using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Engine.Core.Journal;

namespace CrashTests.Support;

/// <summary>
/// What lay in the journal when the process was dead: every whole group that a reader finds, by number and digest of
/// all bytes. The machine did not restart, so every one of them must still be there, in its place, for ever.
/// </summary>
internal sealed record DurableMark(string Cause, long Records, long LastSequence, string Sha256)
{
    public static DurableMark Of(string folder, string cause)
    {
        var storage = new DiskStorage(folder);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long count = 0;
        long last = 0;
        if (ManifestFile.Exists(storage))
        {
            using var reader = JournalReader.Open(storage);
            for (var records = reader.Read(); !records.IsEmpty; records = reader.Read())
            {
                hash.AppendData(MemoryMarshal.AsBytes(records));
                count += records.Length;
                last = records[^1].Sequence;
            }
        }
        return new DurableMark(cause, count, last, Convert.ToHexString(hash.GetCurrentHash()));
    }
}
