using Engine.Core.Journal;
using Xunit;

namespace Engine.Grpc.Tests.Process;

/// <summary>The records of a journal folder as bytes: segments without their headers.</summary>
internal static class JournalBytes
{
    public static byte[] Read(string folder)
    {
        var bytes = new MemoryStream();
        foreach (var path in Directory.GetFiles(folder, "segment-*").Order(StringComparer.Ordinal))
            bytes.Write(File.ReadAllBytes(path).AsSpan(SegmentHeader.SizeInBytes));
        return bytes.ToArray();
    }

    public static void AssertEqual(byte[] expected, string folder, string what)
    {
        var actual = Read(folder);
        Assert.Equal(expected.Length, actual.Length);
        var first = expected.AsSpan().CommonPrefixLength(actual);
        Assert.True(first == expected.Length, $"{what}: the journals differ at byte {first} behind the header.");
    }
}
